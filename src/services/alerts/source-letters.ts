import { findSource } from '../../db/watch-sources.ts';
import type { Letter } from './letter.tsx';
import type { Writing } from './writing.ts';

/** To officers and leads: a camera or film under a watch order shows nothing any more, or shows again. */
export async function sourceLetter(
  { app, message, recipient, texts }: Writing,
  kind: 'source-lost' | 'source-back',
): Promise<Letter | null> {
  const { sourceId } = message.payload as { sourceId?: unknown };
  const source = typeof sourceId === 'string' ? await findSource(app.db, sourceId) : undefined;
  if (!source || source.removedAt || !recipient || recipient.disabledAt) return null;
  if (recipient.agencyId !== source.agencyId) return null;
  const { text } = texts;
  return {
    subject: text(`mail.${kind}.subject`, { source: source.name }),
    greeting: text('mail.greeting', { name: recipient.name }),
    paragraphs: [text(`mail.${kind}.intro`)],
    facts: [
      [text('fact.source'), source.name],
      [text('fact.place'), source.place],
      [text('fact.since'), texts.date(message.createdAt, recipient.timeZone)],
    ],
    action: { label: text('mail.source.action'), url: `${app.config.url}/watch` },
    footer: [],
  };
}
