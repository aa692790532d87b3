import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { html, raw } from 'hono/html';
import type { ParsedMail } from 'mailparser';
import { totp } from '../../src/testing/browser.ts';
import { openMailServer } from '../../src/testing/mail-server.ts';
import type { Person } from './client.ts';

/** A mail server that delivers to a web page: what it gets can be read in the browser. */
export interface Mailbox {
  readonly smtpUrl: string;
  readonly webUrl: string;
  /** Show on the first page how to sign in as these people. */
  introduce(people: readonly Person[]): void;
  /** Wait for a message to somebody whose subject fits. */
  waitFor(to: string, subject: RegExp): Promise<ParsedMail>;
  close(): Promise<void>;
}

const PATIENCE_MILLISECONDS = 90_000;

export async function openMailbox(): Promise<Mailbox> {
  const server = await openMailServer();
  let people: readonly Person[] = [];
  const web = createServer((request, response) =>
    answer({ mails: server.received, people }, request.url ?? '/', response),
  );
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  return {
    smtpUrl: server.url,
    webUrl: `http://127.0.0.1:${(web.address() as AddressInfo).port}/`,
    introduce(given) {
      people = given;
    },
    async waitFor(to, subject) {
      const end = Date.now() + PATIENCE_MILLISECONDS;
      while (Date.now() < end) {
        const found = server.received.findLast((mail) => addressee(mail) === to && subject.test(mail.subject ?? ''));
        if (found) return found;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      throw new Error(`no message to ${to} about ${subject} has come`);
    },
    async close() {
      web.close();
      await server.close();
    },
  };
}

/** The link that a message asks to open. */
export function linkIn({ text = '' }: ParsedMail): URL {
  const [link] = /https?:\/\/\S+/.exec(text) ?? [];
  if (!link) throw new Error('the message has no link');
  return new URL(link);
}

interface Contents {
  readonly mails: readonly ParsedMail[];
  readonly people: readonly Person[];
}

function answer({ mails, people }: Contents, path: string, response: ServerResponse): void {
  const mail = mails[Number(path.slice(1)) - 1];
  response.setHeader('content-type', 'text/html; charset=utf-8');
  // The message is shown as its sender made it, in a frame that may run nothing.
  if (path.startsWith('/body/')) response.end(mails[Number(path.slice(6)) - 1]?.html || 'no HTML');
  else response.end(String(mail ? messagePage(mail, Number(path.slice(1))) : listPage({ mails, people })));
}

function addressee({ to }: ParsedMail): string {
  return to && 'text' in to ? to.text : '';
}

const listPage = ({ mails, people }: Contents) =>
  page(
    'Mailbox of the demo',
    html`<h2>Sign in as</h2>
      <p>The code is the one of now; a code is good once. Load this page again for the next.</p>
      <table>
        <tr><th>Role</th><th>Name</th><th>E-mail</th><th>Password</th><th>Code</th></tr>
        ${people.map(
          ({ role, name, email, password, secret }) =>
            html`<tr>
              <td>${role}</td><td>${name}</td><td>${email}</td><td>${password}</td><td>${secret ? totp(secret) : '–'}</td>
            </tr>`,
        )}
      </table>
      <h2>Messages</h2>
      <ol reversed>
      ${mails
        .map((mail, index) => ({ mail, number: index + 1 }))
        .reverse()
        .map(
          ({ mail, number }) =>
            html`<li><a href="/${number}">${mail.subject}</a><br /><small>to ${addressee(mail)}</small></li>`,
        )}
    </ol>`,
  );

const messagePage = (mail: ParsedMail, number: number) =>
  page(
    mail.subject ?? '',
    html`<p><a href="/">All messages</a> · to ${addressee(mail)}</p>
      <iframe title="Message" sandbox src="/body/${number}"></iframe>
      <details>
        <summary>Plain text</summary>
        <pre>${mail.text}</pre>
      </details>`,
  );

const STYLE =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#1d2733}iframe{width:100%;height:46rem;border:1px solid #d9d5cc;border-radius:8px}li{margin:.5rem 0}table{border-collapse:collapse}td,th{text-align:left;padding:.2rem .9rem .2rem 0}pre{white-space:pre-wrap}';

const page = (title: string, content: unknown) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        ${content}
      </body>
    </html>`;
