import type { Viewer } from '../../../services/accounts/sessions.ts';

/** Where somebody wanted to go before signing in: a path of our own, or nothing. */
export function ownPath(next: string | undefined): string | undefined {
  if (!next?.startsWith('/') || /^\/[/\\]|[\\\p{Cc}]/u.test(next) || next.startsWith('/account/')) return undefined;
  return next;
}

/** The first page of a role. */
export function firstPage(role: Viewer['role']): string {
  return role === 'guardian' ? '/cases' : '/desk';
}
