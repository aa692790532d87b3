import { getCasePeople } from '../../db/case-people.ts';
import { findCase } from '../../db/cases.ts';
import type { Letter } from './letter.tsx';
import type { Writing } from './writing.ts';

/** To the officer: the guardian has written. Neither what, nor about whom. */
export async function guardianWrote({ app, message, recipient, texts }: Writing): Promise<Letter | null> {
  const file = message.caseId && (await findCase(app.db, message.caseId));
  if (!file || !recipient || recipient.disabledAt || recipient.agencyId !== file.agencyId) return null;
  if (file.isProtected && recipient.role !== 'lead') return null;
  const { text } = texts;
  return {
    subject: text('mail.guardian-wrote.subject', { number: file.number }),
    greeting: text('mail.greeting', { name: recipient.name }),
    paragraphs: [text('mail.guardian-wrote.intro')],
    facts: [[text('fact.case'), file.number]],
    action: { label: text('mail.guardian-wrote.action'), url: `${app.config.url}/cases/${file.id}/notes` },
    footer: [],
  };
}

/** To the guardian: the agency has written. */
export async function agencyWrote({ app, message, recipient, texts }: Writing): Promise<Letter | null> {
  const file = message.caseId && (await findCase(app.db, message.caseId));
  if (!file || !recipient || recipient.disabledAt) return null;
  if (file.isProtected || file.guardianId !== recipient.id) return null;
  const { text } = texts;
  const { agency } = await getCasePeople(app.db, file.id);
  return {
    subject: text('mail.agency-wrote.subject', { agency: agency.name }),
    greeting: text('mail.greeting', { name: recipient.name }),
    paragraphs: [text('mail.agency-wrote.intro', { agency: agency.name })],
    facts: [[text('fact.case'), file.number]],
    action: { label: text('mail.agency-wrote.action'), url: `${app.config.url}/cases/${file.id}` },
    footer: [text('mail.footer.account')],
  };
}
