/** What an account may be. The public and guardians outside an agency have the fewest rights. */
export type Role = 'guardian' | 'officer' | 'lead' | 'partner' | 'admin' | 'auditor';

/** What a program of an agency may do with its API key. */
export type Scope =
  | 'cases:read'
  | 'cases:write'
  | 'photos:read'
  | 'photos:write'
  | 'sightings:read'
  | 'sightings:write'
  | 'candidates:read';

/** Who acts. Every service is told; nothing happens in nobody's name. */
export type Actor =
  /** Anybody, without an account. */
  | { readonly kind: 'public' }
  | {
      readonly kind: 'account';
      readonly accountId: string;
      readonly role: Role;
      /** Null for guardians, admins and auditors. */
      readonly agencyId: string | null;
      /** Staff who have not yet passed their second factor may only set it up. */
      readonly isSecondFactorMissing?: boolean;
    }
  | {
      readonly kind: 'api-key';
      readonly keyId: string;
      readonly agencyId: string;
      readonly scopes: readonly Scope[];
    }
  /** Homeward itself: jobs and the command line. */
  | { readonly kind: 'system' };

export const PUBLIC: Actor = Object.freeze({ kind: 'public' });
export const SYSTEM: Actor = Object.freeze({ kind: 'system' });
