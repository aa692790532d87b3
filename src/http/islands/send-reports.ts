import { LineError } from './before-send.ts';
import { type KeptReport, keepReport, listReports } from './kept-reports.ts';
import { solvedChallenge } from './solve-challenge.ts';
import { PhotoRefused, uploadPhoto } from './upload-photo.ts';

/** Pages are told here that something has changed. */
export const CHANNEL = 'homeward-reports';

/** For Background Sync. */
export const SYNC_TAG = 'homeward-reports';

/** Send what waits, one report after another; in one window or worker at a time. @throws LineError */
export async function sendReports(): Promise<void> {
  await navigator.locks.request('homeward-reports', async () => {
    for (const report of await listReports()) {
      if (report.trackingCode !== null || report.fault !== null) continue;
      await keepReport(await sent(report));
      tell();
    }
  });
}

export function tell(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage('changed');
  channel.close();
}

/** What the report has become. @throws LineError */
async function sent(report: KeptReport): Promise<KeptReport> {
  try {
    const ids: string[] = [];
    for (const [index, photo] of report.photos.entries()) {
      const state = report.uploads[index] ?? {};
      try {
        ids.push(await uploadPhoto(photo, state, () => {}));
      } finally {
        // Gone on with the next time.
        await keepReport(report);
      }
    }
    return { ...report, photos: [], uploads: [], fields: [], trackingCode: await post(report, ids) };
  } catch (error) {
    if (error instanceof PhotoRefused) return { ...report, fault: error.message };
    throw error;
  }
}

async function post({ fields }: KeptReport, uploads: readonly string[]): Promise<string> {
  const body = new FormData();
  body.set('altcha', await solvedChallenge().catch(() => lineGone()));
  for (const [name, value] of fields) body.append(name, value);
  for (const id of uploads) body.append('upload', id);
  const headers = { accept: 'application/json' };
  const answer = await fetch('/report', { method: 'POST', headers, body }).catch(() => lineGone());
  const said = (await answer.json().catch(() => ({}))) as { trackingCode?: string; detail?: string };
  if (said.trackingCode) return said.trackingCode;
  // Too many at the moment, or a fault of the server: later it may be otherwise.
  if (answer.status === 429 || answer.status >= 500) return lineGone();
  throw new PhotoRefused(said.detail ?? '');
}

function lineGone(): never {
  throw new LineError();
}
