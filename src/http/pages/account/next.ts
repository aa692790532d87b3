import type { Viewer } from '../../../services/accounts/sessions.ts';
import { ownPath } from '../../own-path.ts';

/** Where somebody wanted to go before signing in: not to where one signs in. */
export function wantedPath(next: string | undefined): string | undefined {
  const path = ownPath(next);
  return path?.startsWith('/account/') ? undefined : path;
}

/** The first page of a role. */
export function firstPage(role: Viewer['role']): string {
  return role === 'guardian' ? '/cases' : '/desk';
}
