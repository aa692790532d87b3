import { createTransport } from 'nodemailer';
import { messageOf } from '../core/errors.ts';

/** One e-mail. */
interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** RFC 5322 Message-ID with its angle brackets. The same one for each attempt: mail systems drop a second copy. */
  readonly messageId: string;
  /** The thread it belongs to, as a Message-ID. */
  readonly thread: string | null;
  readonly locale: string;
  /** Where the recipient turns such messages off. */
  readonly unsubscribeUrl: string | null;
}

/** What became of it. A refusal is final; a delay may be over later. */
type Delivery = { readonly outcome: 'sent' } | { readonly outcome: 'refused' | 'delayed'; readonly reason: string };

export interface Mailer {
  send(mail: Mail): Promise<Delivery>;
  /** @returns null, or why mail cannot be sent now */
  check(): Promise<string | null>;
  close(): void;
}

/** Longest wait for a server that does not answer. */
const TIMEOUT_MILLISECONDS = 20_000;

/**
 * Send mail through an SMTP server.
 *
 * @param url `smtp://user:password@host:587`, `smtps://…`; null: nothing is sent, everything waits
 */
export function openMailer(url: string | null, from: string): Mailer {
  if (url === null) return { send: async () => NOT_SET_UP, check: async () => NOT_SET_UP.reason, close: () => {} };
  const timeouts = {
    connectionTimeout: TIMEOUT_MILLISECONDS,
    greetingTimeout: TIMEOUT_MILLISECONDS,
    socketTimeout: TIMEOUT_MILLISECONDS,
  };
  const transport = createTransport({ url, pool: true, maxConnections: 2, disableFileAccess: true, ...timeouts });
  return {
    async send(mail) {
      try {
        await transport.sendMail({ from, ...fieldsOf(mail) });
        return { outcome: 'sent' };
      } catch (error) {
        return { outcome: isFinal(error) ? 'refused' : 'delayed', reason: messageOf(error) };
      }
    },
    check: () =>
      transport.verify().then(
        () => null,
        (error: unknown) => messageOf(error),
      ),
    close: () => transport.close(),
  };
}

const NOT_SET_UP = { outcome: 'delayed', reason: 'No mail server is set up: give HOMEWARD_SMTP_URL.' } as const;

function fieldsOf({ to, subject, text, html, messageId, thread, locale, unsubscribeUrl }: Mail) {
  return {
    to,
    subject,
    text,
    html,
    messageId,
    ...(thread ? { references: thread, inReplyTo: thread } : {}),
    headers: {
      'Content-Language': locale,
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribeUrl ? { 'List-Unsubscribe': `<${unsubscribeUrl}>` } : {}),
    },
  };
}

/** The server refused this recipient or message for good (5xx); a wrong password of ours is not the recipient's fault. */
function isFinal(error: unknown): boolean {
  const { responseCode = 0, code = '' } = error as { responseCode?: number; code?: string };
  return responseCode >= 550 && responseCode <= 559 && code !== 'EAUTH';
}
