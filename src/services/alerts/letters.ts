import { childAgeAt } from '../../core/child-age.ts';
import { findCandidateStory, findMatchStory } from '../../db/alerts.ts';
import type { AccountMail } from '../accounts/mails.ts';
import type { Letter } from './letter.tsx';
import { agencyWrote, guardianWrote } from './note-letters.ts';
import { sourceLetter } from './source-letters.ts';
import type { Recipient, Writer, Writing } from './writing.ts';

type Child = NonNullable<Awaited<ReturnType<typeof findMatchStory>>>;

/** Who writes which kind of message. */
export const LETTERS: ReadonlyMap<string, Writer> = new Map<string, Writer>([
  ['candidate-alert', candidateAlert],
  ['match-verified', matchVerified],
  ['match-released', matchReleased],
  ['digest', digest],
  ['guardian-wrote', guardianWrote],
  ['agency-wrote', agencyWrote],
  ['source-lost', (writing) => sourceLetter(writing, 'source-lost')],
  ['source-back', (writing) => sourceLetter(writing, 'source-back')],
  ['verify-email', (writing) => accountLetter(writing, 'verify-email')],
  ['reset-password', (writing) => accountLetter(writing, 'reset-password')],
  ['account-exists', (writing) => accountLetter(writing, 'account-exists')],
  ['password-changed', (writing) => accountLetter(writing, 'password-changed')],
  ['invitation', (writing) => accountLetter(writing, 'invitation')],
]);

async function candidateAlert({ app, message, recipient, texts }: Writing): Promise<Letter | null> {
  const story = message.candidateId && (await findCandidateStory(app.db, message.candidateId));
  if (!story || !recipient || story.state !== 'open' || !story.isCurrent || !mayKnow(recipient, story)) return null;
  const { text } = texts;
  const oneIn = { oneIn: story.oneIn };
  const strength =
    story.strength === 'not enough data'
      ? text('mail.candidate-alert.too-few')
      : text('mail.candidate-alert.strength', { strength: selectorOf(story.strength), ...oneIn });
  const seen: Letter['facts'] = [
    [text('fact.sighting'), story.sightingNumber ?? text('fact.unknown')],
    ...(story.seenAt ? [[text('fact.seen-at'), texts.date(story.seenAt, recipient.timeZone)] as const] : []),
    [text('fact.place'), placeOf(story) ?? text('fact.unknown')],
  ];
  return {
    subject: text('mail.candidate-alert.subject', { number: story.number, child: story.childName }),
    greeting: text('mail.greeting', { name: recipient.name }),
    paragraphs: [
      text('mail.candidate-alert.intro'),
      strength,
      ...(story.basis === 'own' || story.strength === 'not enough data' ? [] : [text('mail.candidate-alert.basis')]),
      text('mail.candidate-alert.next'),
    ],
    facts: [...seen, ...childFacts(story, { app, recipient, texts })],
    action: { label: text('mail.candidate-alert.action'), url: `${app.config.url}/review` },
    footer: staffFooter({ app, recipient, texts }),
  };
}

async function matchVerified({ app, message, recipient, texts }: Writing): Promise<Letter | null> {
  const story = message.matchId && (await findMatchStory(app.db, message.matchId));
  if (!story || !recipient || story.status === 'refuted' || !mayKnow(recipient, story)) return null;
  const { text } = texts;
  return {
    subject: text('mail.match-verified.subject', { number: story.number, child: story.childName }),
    greeting: text('mail.greeting', { name: recipient.name }),
    paragraphs: [text('mail.match-verified.intro')],
    facts: [[text('fact.supporting'), story.fact], ...childFacts(story, { app, recipient, texts })],
    action: { label: text('mail.match-verified.action'), url: `${app.config.url}/cases/${story.caseId}` },
    footer: staffFooter({ app, recipient, texts }),
  };
}

/** The guardian learns that there is news and whom to call; where the child is, an officer says. */
async function matchReleased({ app, message, recipient, texts }: Writing): Promise<Letter | null> {
  const story = message.matchId && (await findMatchStory(app.db, message.matchId));
  if (!story || !recipient || !story.releasedAt || story.status === 'refuted') return null;
  if (story.isProtected || story.guardianId !== recipient.id) return null;
  const { text } = texts;
  const contact = { agency: story.agencyName, phone: story.agencyPhone ?? 'none', number: story.number };
  return {
    subject: text('mail.match-released.subject', { child: story.childName }),
    greeting: text('mail.greeting', { name: recipient.name }),
    paragraphs: [
      text('mail.match-released.intro', { child: story.childName }),
      text('mail.match-released.contact', contact),
    ],
    facts: [[text('fact.case'), story.number]],
    action: { label: text('mail.match-released.action'), url: `${app.config.url}/cases/${story.caseId}` },
    footer: [text('mail.footer.confidential')],
  };
}

/** Several candidates in one message; each is looked up again, so that nothing outdated goes out. */
async function digest({ app, message, recipient, texts }: Writing): Promise<Letter | null> {
  if (!recipient) return null;
  const ids = idsIn(message.payload);
  const stories = await Promise.all(ids.map((id) => findCandidateStory(app.db, id)));
  const current = stories.flatMap((story) =>
    story?.state === 'open' && story.isCurrent && mayKnow(recipient, story) ? [story] : [],
  );
  if (current.length === 0) return null;
  const { text } = texts;
  return {
    subject: text('mail.digest.subject', { count: current.length }),
    greeting: text('mail.greeting', { name: recipient.name }),
    paragraphs: [
      text('mail.digest.intro'),
      ...current.map(({ number, childName, strength }) =>
        text('mail.digest.line', { number, child: childName, strength: selectorOf(strength) }),
      ),
    ],
    facts: [],
    action: { label: text('mail.digest.action'), url: `${app.config.url}/review` },
    footer: staffFooter({ app, recipient, texts }),
  };
}

async function accountLetter({ message, texts }: Writing, kind: AccountMail): Promise<Letter | null> {
  const { name, url } = message.payload as { name?: string; url?: string };
  if (!url) return null;
  const { text } = texts;
  return {
    subject: text(`mail.${kind}.subject`),
    greeting: name ? text('mail.greeting', { name }) : null,
    paragraphs: [text(`mail.${kind}.intro`)],
    facts: [],
    action: { label: text(`mail.${kind}.action`), url },
    footer: [text('mail.footer.account')],
  };
}

/** Rights may have changed since the message was written: a case that was protected meanwhile concerns leads alone. */
function mayKnow(recipient: Recipient, story: { agencyId: string; isProtected: boolean }): boolean {
  const roles = story.isProtected ? ['lead'] : ['officer', 'lead'];
  return recipient.disabledAt === null && recipient.agencyId === story.agencyId && roles.includes(recipient.role);
}

function childFacts(
  child: Omit<Child, 'id' | 'fact' | 'status' | 'releasedAt' | 'guardianId'>,
  { app, recipient, texts }: Pick<Writing, 'app' | 'texts'> & { recipient: Recipient },
): Letter['facts'] {
  const { text } = texts;
  const age = childAgeAt(child, app.clock());
  const facts: [string, string | null][] = [
    [text('fact.child'), [child.childName, ...child.otherNames].join(', ')],
    [text('fact.age'), age === null ? null : text('fact.age-value', { years: Math.floor(age) })],
    [text('fact.sex'), child.sex && text('fact.sex-value', { sex: child.sex })],
    [text('fact.missing-since'), child.lastSeenAt && texts.date(child.lastSeenAt, recipient.timeZone)],
    [text('fact.last-place'), child.lastPlace],
    [text('fact.marks'), child.marks.join('; ') || null],
    [text('fact.case'), child.number],
    [text('fact.police-reference'), child.policeReference],
  ];
  return facts.flatMap(([label, value]) => (value ? [[label, value] as const] : []));
}

function staffFooter({ app, recipient, texts }: Pick<Writing, 'app' | 'texts'> & { recipient: Recipient }): string[] {
  const { role, agencyName } = recipient;
  const url = `${app.config.url}/account/alerts`;
  return [
    texts.text('mail.footer.confidential'),
    texts.text('mail.footer.staff', { role, agency: agencyName ?? 'Homeward', url }),
  ];
}

/** As the texts choose by it: «very strong» is two words. */
function selectorOf(strength: string): string {
  return strength.replace(' ', '_');
}

function placeOf(story: { place: string | null; latitude: number | null; longitude: number | null }): string | null {
  if (story.place) return story.place;
  return story.latitude === null || story.longitude === null
    ? null
    : `${story.latitude.toFixed(5)}, ${story.longitude.toFixed(5)}`;
}

function idsIn(payload: unknown): string[] {
  const { candidateIds } = payload as { candidateIds?: unknown };
  return Array.isArray(candidateIds) ? candidateIds.map(String) : [];
}
