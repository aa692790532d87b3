import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A real SMTP server that keeps what it gets. */
export interface MailServer {
  readonly url: string;
  readonly received: readonly ParsedMail[];
  /** Answer the next recipients or messages otherwise; null: accept again. */
  refuseWith(refusal: { readonly code: number; readonly at: 'recipient' | 'message' } | null): void;
  close(): Promise<void>;
}

export async function openMailServer(port = 0): Promise<MailServer> {
  const received: ParsedMail[] = [];
  let refusal: { code: number; at: 'recipient' | 'message' } | null = null;
  const refused = (at: 'recipient' | 'message') =>
    refusal?.at === at ? Object.assign(new Error('not today'), { responseCode: refusal.code }) : null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => done(refused('recipient')),
    onData(stream, _session, done) {
      simpleParser(stream).then(
        (mail) => {
          const error = refused('message');
          if (!error) received.push(mail);
          done(error);
        },
        (error: Error) => done(error),
      );
    },
  });
  // A sender that is killed in the middle of a message is no fault of the server.
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: open } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${open}`,
    received,
    refuseWith: (next) => {
      refusal = next;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
