/**
 * Who may call what: written by hand, apart from the policy, so that a change of either must be meant.
 *
 * For a thing of agency A, the answer to: the public; of A its guardian, officer, lead and partner; the same four of
 * agency B; admin and auditor; an officer of A without second factor; and the scope that an API key of A needs.
 * y yes, 1 «sign in» (401), 3 «not your role» (403), 4 «there is no such thing» (404); - no key may, * any key may, and
 * after a | the scope of keys that get a 4, because they see other things by such ids.
 */
export const EXPECTED: Readonly<Record<string, string>> = {
  //                           P GOLN goln AU H key
  'GET /account': '1 yyyy yyyy yy y -',
  'PATCH /account': '1 yyyy yyyy yy 3 -',
  'PUT /account/password': '1 yyyy yyyy yy 3 -',
  'GET /sessions': '1 yyyy yyyy yy 3 -',
  'DELETE /sessions': '1 yyyy yyyy yy y -',
  'DELETE /sessions/{id}': '1 4y44 4444 y4 4 -',
  'GET /accounts': '1 33y3 33y3 y3 3 -',
  'GET /accounts/{id}': '1 44y4 4444 y4 3 -',
  'PUT /accounts/{id}/role': '1 3333 3333 y3 3 -',
  'POST /accounts/{id}/disable': '1 33y3 3343 y3 3 -',
  'POST /accounts/{id}/enable': '1 33y3 3343 y3 3 -',
  'POST /accounts/{id}/reset-second-factor': '1 3333 3333 y3 3 -',
  'POST /invitations': '1 33y3 3343 y3 3 -',
  'GET /invitations': '1 33y3 33y3 y3 3 -',
  'DELETE /invitations/{id}': '1 33y3 3343 y3 3 -',
  'POST /invitations/look': 'y yyyy yyyy yy y *',
  'POST /invitations/accept': 'y yyyy yyyy yy y *',
  'GET /agencies': '1 yyyy yyyy y3 3 -',
  'POST /agencies': '1 3333 3333 y3 3 -',
  'PATCH /agencies/{id}': '1 33y3 3343 y3 3 -',
  'GET /keys': '1 33y3 33y3 y3 3 -',
  'POST /keys': '1 33y3 33y3 33 3 -',
  'DELETE /keys/{id}': '1 33y3 3343 y3 3 -',
  'GET /audit-events': '1 33y3 33y3 3y 3 -',
  'POST /audit-events/verify': '1 3333 3333 yy 3 -',
  'GET /jobs': '1 3333 3333 y3 3 -',
  'GET /jobs/failed': '1 3333 3333 y3 3 -',
  'POST /jobs/failed/{id}/retry': '1 3333 3333 y3 3 -',
  'GET /system/health': '1 3333 3333 y3 3 -',
  'GET /messages': '1 3yy3 3yy3 33 3 -',
  'POST /messages/{id}/release': '1 3yy3 3443 33 3 -',
  'POST /messages/{id}/retry': '1 3yy3 3443 y3 3 -',
  'POST /messages/{id}/cancel': '1 3yy3 3443 33 3 -',
  'GET /alert-preferences': '1 yyyy yyyy 33 3 -',
  'PUT /alert-preferences': '1 yyyy yyyy 33 3 -',
  'GET /webhooks': '1 33y3 33y3 33 3 -',
  'POST /webhooks': '1 33y3 33y3 33 3 -',
  'DELETE /webhooks/{id}': '1 33y3 3343 33 3 -',
  'GET /push/key': 'y yyyy yyyy yy y *',
  'PUT /push/subscription': '1 3yyy 3yyy 33 3 -',
  'DELETE /push/subscription': '1 3yyy 3yyy 33 3 -',
  'GET /proof-of-work': 'y yyyy yyyy yy y *',
  'GET /emergency-numbers': 'y yyyy yyyy yy y *',
  'GET /emergency-numbers/{country}': 'y yyyy yyyy yy y *',
  'POST /sightings/inspect-photo': 'y yyyy yyyy yy y *',
  'POST /sightings': 'y yyyy yyyy yy 3 sightings:write',
  'GET /sightings': '1 3yy3 3yy3 33 3 sightings:read',
  'GET /sightings/track/{trackingCode}': 'y yyyy yyyy yy 3 sightings:write',
  'POST /sightings/track/{trackingCode}/additions': 'y yyyy yyyy yy 3 sightings:write',
  'DELETE /sightings/track/{trackingCode}/contact': 'y yyyy yyyy yy 3 sightings:write',
  'GET /sightings/track/{trackingCode}/faces': 'y yyyy yyyy yy 3 sightings:write',
  'GET /sightings/track/{trackingCode}/faces/{faceId}': 'y yyyy yyyy yy 3 sightings:write',
  'POST /sightings/track/{trackingCode}/choose': 'y yyyy yyyy yy 3 sightings:write',
  'GET /sightings/{id}': '1 3yy3 3yy3 33 3 sightings:read',
  'PUT /sightings/{id}/state': '1 3yy3 3yy3 33 3 -',
  'POST /sightings/{id}/links': '1 3yy3 3443 33 3 -',
  'DELETE /sightings/{id}/links/{caseId}': '1 3yy3 3443 33 3 -',
  'POST /cases': '1 yyyy yyyy 33 3 cases:write',
  'GET /cases': '1 yyyy yyyy 33 3 cases:read',
  'GET /cases/count': '1 yyyy yyyy 33 3 cases:read',
  'GET /cases/{id}': '1 yyyy 4444 33 3 cases:read',
  'GET /cases/{id} (draft)': '1 yyyy 4444 33 3 cases:read',
  'PATCH /cases/{id}': '1 yyyy 4444 33 3 cases:write',
  'GET /cases/{id}/history': '1 yyyy 4444 33 3 cases:read',
  'GET /cases/{id}/export': '1 33y3 3343 33 3 -',
  'POST /cases/{id}/open': '1 3yyy 3444 33 3 cases:write',
  'POST /cases/{id}/resolve': '1 3yyy 3444 33 3 cases:write',
  'POST /cases/{id}/withdraw': '1 3yyy 3444 33 3 cases:write',
  'POST /cases/{id}/reopen': '1 33y3 3343 33 3 -',
  'PUT /cases/{id}/publicity': '1 3yy3 3443 33 3 -',
  'PUT /cases/{id}/protection': '1 3yyy 3444 33 3 -',
  'PUT /cases/{id}/protection (lift)': '1 33y3 3343 33 3 -',
  'PUT /cases/{id}/guardian': '1 3yy3 3443 33 3 -',
  'POST /cases/{id}/take-over': '1 3yyy 3444 33 3 -',
  'GET /cases/{id}/notes': '1 yyyy 4444 33 3 -',
  'POST /cases/{id}/notes': '1 yyyy 4444 33 3 -',
  'POST /cases/{id}/photos': '1 yyyy 4444 33 3 photos:write',
  'GET /cases/{id}/photos': '1 yyyy 4444 33 3 photos:read',
  'GET /photos/{id}': '1 yyyy 4444 33 3 photos:read|sightings:read',
  'PATCH /photos/{id}': '1 yyyy 4444 33 3 photos:write',
  'DELETE /photos/{id}': '1 yyyy 4444 33 3 photos:write',
  'PUT /photos/{id}/chosen-face': '1 yyyy 4444 33 3 photos:write',
  'GET /cases/{id}/certificates': '1 yyyy 4444 33 3 cases:read',
  'GET /photos/{id}/display': '1 yyyy 4444 33 3 photos:read|sightings:read',
  'GET /faces/{id}/crop': '1 yyyy 4444 33 3 photos:read|sightings:read',
  'GET /photos/{id}/original': '1 3yy3 3443 33 3 -',
  'GET /cases/{id}/relatives': '1 yyyy 4444 33 3 cases:read',
  'POST /cases/{id}/relatives': '1 3yyy 3444 33 3 -',
  'DELETE /cases/{id}/relatives/{otherId}': '1 3yyy 3444 33 3 -',
  'GET /duplicates': '1 3yyy 3yyy 33 3 -',
  'POST /duplicates/{id}/decision': '1 3yyy 3444 33 3 -',
  'POST /searches': '1 3yy3 3yy3 33 3 -',
  'GET /searches/{id}': '1 3yy3 3443 33 3 -',
  'GET /cases/{id}/candidates': '1 3yyy 3444 33 3 candidates:read',
  'GET /sightings/{id}/candidates': '1 3yyy 3yyy 33 3 candidates:read',
  'GET /reviews': '1 3yy3 3yy3 33 3 -',
  'GET /reviews/form': '1 3yy3 3yy3 33 3 -',
  'POST /reviews/next': '1 3yy3 3yy3 33 3 -',
  'GET /reviews/measures/me': '1 3yy3 3yy3 33 3 -',
  'GET /reviews/measures': '1 33y3 33y3 33 3 -',
  // What somebody reviews is theirs alone: here the officer's of A.
  'GET /reviews/{id}': '1 3y43 3443 33 3 -',
  'POST /reviews/{id}/analysis': '1 3y43 3443 33 3 -',
  'POST /reviews/{id}/give-back': '1 3y43 3443 33 3 -',
  'GET /reviews/{id}/facts': '1 3y43 3443 33 3 -',
  'POST /reviews/pairs/{id}/judgement': '1 3y43 3443 33 3 -',
  'POST /reviews/pairs/{id}/remarks': '1 3y43 3443 33 3 -',
  'GET /reviews/{id}/probe': '1 3y43 3443 33 3 -',
  'GET /reviews/pairs/{id}/photos/{position}': '1 3y43 3443 33 3 -',
  'GET /matches/agreed': '1 3yyy 3yyy 33 3 -',
  'GET /matches': '1 3yyy 3yyy 33 3 -',
  'POST /matches': '1 3yy3 3443 33 3 -',
  'GET /matches/{id}': '1 3yyy 3444 33 3 -',
  'POST /matches/{id}/steps': '1 3yy3 3443 33 3 -',
  'POST /matches/{id}/release': '1 3yy3 3443 33 3 -',
  'GET /watch/sources': '1 3yy3 3yy3 33 3 -',
  'POST /watch/sources': '1 3yy3 3yy3 33 3 -',
  'POST /watch/films': '1 3yy3 3yy3 33 3 -',
  'GET /watch/sources/{id}': '1 3yy3 3443 33 3 -',
  'PUT /watch/sources/{id}': '1 3yy3 3443 33 3 -',
  'DELETE /watch/sources/{id}': '1 3yy3 3443 33 3 -',
  'POST /watch/sources/{id}/test': '1 3yy3 3443 33 3 -',
  'GET /watch/sources/{id}/still': '1 3yy3 3443 33 3 -',
  'GET /watch/states': '1 3yy3 3yy3 33 3 -',
  'GET /watch/orders': '1 3yy3 3yy3 33 3 -',
  'POST /watch/orders': '1 33y3 3343 33 3 -',
  'GET /watch/orders/{id}': '1 3yy3 3443 33 3 -',
  'POST /watch/orders/{id}/stop': '1 3yy3 3443 33 3 -',
  'GET /watch/hits': '1 3yy3 3yy3 33 3 -',
  // Photos of a sighting: whoever sees photos of cases only learns nothing of them, not even that they are there.
  'GET /photos/{id} (sighting)': '1 4yy4 4yy4 33 3 sightings:read|photos:read',
  'GET /photos/{id}/display (sighting)': '1 4yy4 4yy4 33 3 sightings:read|photos:read',
  'GET /faces/{id}/crop (sighting)': '1 4yy4 4yy4 33 3 sightings:read|photos:read',
  'GET /photos/{id}/original (sighting)': '1 3yy3 3yy3 33 3 -',
  'PUT /photos/{id}/chosen-face (sighting)': '1 4yy4 4yy4 33 3 -|photos:write',
};

export type Answer = 'y' | '1' | '3' | '4';

/** Every column but that of keys, by the letter of who asks. */
const COLUMNS = 'PGOLNgolnAUH';

/** Whoever asks: a letter of the table, or a key with its agency and scopes. */
export interface Asker {
  readonly column: string;
  readonly key?: { readonly isOwn: boolean; readonly scopes: readonly string[] };
}

/** Where the lead of a protected case is not answered as for others: its guardian is told nothing. */
const LEAD_OF_PROTECTED: Readonly<Record<string, Answer>> = { 'POST /matches/{id}/release': '3' };

/** What somebody is to be answered. A protected case is there for the lead of its agency alone. */
export function expectedFor(route: string, { column, key }: Asker, isProtected = false): Answer {
  const row = EXPECTED[route] ?? '';
  const cells = row.slice(0, row.lastIndexOf(' ')).replaceAll(' ', '');
  const answer = key ? answerToKey(row, key) : cells[COLUMNS.indexOf(column)];
  if (answer !== 'y' && answer !== '1' && answer !== '3' && answer !== '4') throw new RangeError(`«${row}»: ${column}`);
  if (!isProtected || answer !== 'y') return answer;
  return column === 'L' ? (LEAD_OF_PROTECTED[route] ?? 'y') : '4';
}

function answerToKey(row: string, { isOwn, scopes }: NonNullable<Asker['key']>): Answer {
  const [scope = '', scopeOfOthers = ''] = row.slice(row.lastIndexOf(' ') + 1).split('|');
  if (scope === '*') return 'y';
  if (!scopes.includes(scope)) return scopes.includes(scopeOfOthers) ? '4' : '3';
  // A key of B reaches as far as the people of B.
  const [, , ofB = ''] = row.split(' ');
  return isOwn || ofB.includes('y') ? 'y' : '4';
}
