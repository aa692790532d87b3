/**
 * `npm run demo`: Homeward with something to look at, on computer-generated children, filled through its public HTTP
 * interface.
 *
 * Two agencies, ten cases, sightings by passers-by, the alert by e-mail, two blind reviews, matches, the guardian told, a
 * case closed and purged. It runs on a database of its own, or on the one of DATABASE_URL. The server and the mailbox
 * stay open until Ctrl-C; `--exit` ends at once.
 */
import { once } from 'node:events';
import { openDemo } from './demo/demo.ts';

const start = Date.now();
const tell = (line: string) => console.log(`${((Date.now() - start) / 1000).toFixed(1).padStart(6)} s  ${line}`);

const demo = await openDemo(tell);
try {
  if (!process.argv.includes('--exit')) {
    console.log(
      `\nOpen ${demo.url}\nThe mailbox, and how to sign in as anybody of the demo: ${demo.mailboxUrl}\nPress Ctrl-C to end.`,
    );
    await once(process, 'SIGINT');
  }
} finally {
  await demo.close();
}
