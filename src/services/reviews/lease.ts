/** Long enough for twenty pairs with a break; short enough that a forgotten one does not hold up a child. */
const LEASE_MINUTES = 30;

/** Until when a probe is held by who works on it now. */
export function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + LEASE_MINUTES * 60_000);
}
