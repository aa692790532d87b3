import type { ClaimedMessage } from '../../db/messages.ts';
import type { Platform } from '../../platform.ts';
import type { Channel } from './channel.ts';
import { html, plainText } from './letter.tsx';
import { LETTERS } from './letters.ts';

/** Kinds that staff may turn off or gather; a message about one's own account cannot be. */
const OPTIONAL = new Set(['candidate-alert', 'digest']);

export const emailChannel: Channel = {
  async deliver(app, message, recipient) {
    const texts = app.texts(message.locale);
    const letter = await LETTERS.get(message.kind)?.({ app, message, recipient, texts });
    if (!letter) return { outcome: 'outdated' };
    const messageId = idAt(app, message.id);
    const delivery = await app.mailer.send({
      to: message.address,
      subject: letter.subject,
      text: plainText(letter),
      html: html(letter, texts),
      messageId,
      thread: threadOf(app, message),
      locale: texts.locale,
      unsubscribeUrl: OPTIONAL.has(message.kind) ? `${app.config.url}/account/alerts` : null,
    });
    return delivery.outcome === 'sent' ? { outcome: 'sent', messageId } : delivery;
  },
};

/** All messages about one case stand together in a mail program. */
function threadOf(app: Platform, { caseId }: ClaimedMessage): string | null {
  return caseId === null ? null : idAt(app, `case-${caseId}`);
}

function idAt(app: Platform, left: string): string {
  return `<${left}@${new URL(app.config.url).hostname}>`;
}
