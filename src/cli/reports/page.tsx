import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { REPORT_STYLE } from './style.ts';

/** Nothing is loaded from anywhere and nothing runs: the page is safe to keep and to send. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

interface PageProps {
  readonly title: string;
  readonly version: string;
  readonly made: Date;
  readonly children?: Child;
}

/** The frame of a report. */
export const ReportPage = ({ title, version, made, children }: PageProps) => (
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta http-equiv="Content-Security-Policy" content={POLICY} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex, nofollow" />
      <meta name="color-scheme" content="light dark" />
      <title>{title} · Homeward</title>
      <style>{raw(REPORT_STYLE)}</style>
    </head>
    <body>
      <div class="sheet">
        <p class="brand">
          <Mark />
          Homeward
        </p>
        <main>{children}</main>
        <footer>
          <p>
            Confidential: this page shows faces of people who may be children in danger. Keep it where the case is kept,
            and delete it with the case.
          </p>
          <p>
            Made by Homeward {version} on {made.toISOString().slice(0, 16).replace('T', ' at ')} UTC.
          </p>
        </footer>
      </div>
    </body>
  </html>
);

/** A roof and a lit window. */
const Mark = () => (
  <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
    <path class="roof" d="M3 11.5 12 4l9 7.5" />
    <path class="roof" d="M5.5 10v9.5h13V10" />
    <path class="window" d="M10 13h4v6.5h-4z" />
  </svg>
);
