import { DAY_MILLISECONDS } from '../../../core/dates.ts';
import type { Platform } from '../../../platform.ts';
import { LOCALES } from '../../middleware/page.ts';

/** RFC 9116 wants an end, so that nobody trusts a file that was forgotten. */
const SECURITY_DAYS = 180;

/** @see RFC 9116 */
export function securityTxt({ config, clock }: Platform): string {
  const until = new Date(clock().getTime() + SECURITY_DAYS * DAY_MILLISECONDS);
  return lines([
    `Contact: ${config.securityContact}`,
    `Expires: ${until.toISOString()}`,
    `Preferred-Languages: ${LOCALES.join(', ')}`,
    `Canonical: ${config.url}/.well-known/security.txt`,
  ]);
}

/**
 * Pages of children are not named here: messengers that obey this file fetch previews of links that people share.
 * Those pages say themselves that they are not to be kept.
 */
export function robotsTxt(): string {
  const closed = ['/account', '/admin', '/agency', '/api', '/cases', '/desk', '/follow', '/images', '/matches'];
  return lines(['User-agent: *', ...closed.map((path) => `Disallow: ${path}`)]);
}

function lines(texts: readonly string[]): string {
  return `${texts.join('\n')}\n`;
}
