import type { Caller } from './callers.ts';

/** Words that stand nowhere else, planted where they must not leave, with who may read them. */
export const CANARIES = {
  // A letter for each person as in the table, D for who is disabled; a scope for the keys of A; B for the key of B.
  child: ['QxChildZq', 'GOLN cases:read'],
  place: ['QxPlaceZq', 'OLN cases:read'],
  mark: ['QxMarkZq', 'GOLN cases:read'],
  draft: ['QxDraftZq', 'GOLN cases:read'],
  protected: ['QxProtectedZq', 'L'],
  staffNote: ['QxStaffnoteZq', 'OLN'],
  guardianNote: ['QxGuardiannoteZq', 'GOLN'],
  original: ['QxOriginalZq', 'OL'],
  sighting: ['QxSightingZq', 'OLol sightings:read B'],
  contact: ['QxContactZq', 'OLol'],
  agreed: ['QxAgreedZq', 'OLNol sightings:read B'],
  link: ['QxLinkZq', 'OL'],
  fact: ['QxFactZq', 'OLN'],
  step: ['QxStepZq', 'OLN'],
  incident: ['QxIncidentZq', 'OL'],
  judgement: ['QxJudgementZq', 'O'],
  source: ['QxSourceZq', 'OL'],
  purpose: ['QxPurposeZq', 'OL'],
  address: ['qxaddresszq', 'OL'],
  webhook: ['qxwebhookzq', 'L'],
  key: ['QxKeynameZq', 'LA'],
  invited: ['qxinvitedzq', 'LA'],
  browser: ['QxBrowserZq', 'O'],
  guardian: ['guardian-a@family.example', 'GOLNA cases:read'],
} as const satisfies Record<string, readonly [word: string, who: string]>;

export type Canary = keyof typeof CANARIES;

/** A planted word. */
export function word(canary: Canary): string {
  return CANARIES[canary][0];
}

/** The planted words in an answer that this caller may not read. */
export function leaksIn(text: string, caller: Caller): string[] {
  const lower = text.toLowerCase();
  return Object.values(CANARIES)
    .filter(([planted, who]) => lower.includes(planted.toLowerCase()) && !mayRead(caller, who))
    .map(([planted]) => planted);
}

function mayRead({ column, key }: Caller, who: string): boolean {
  const [people = '', ...others] = who.split(' ');
  if (!key) return people.includes(column);
  return key.isOwn ? key.scopes.some((scope) => others.includes(scope)) : others.includes('B');
}
