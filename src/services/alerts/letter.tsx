import type { Texts } from '../../adapters/texts.ts';

/** What a message says, before it becomes plain text and HTML. Both say the same. */
export interface Letter {
  readonly subject: string;
  readonly greeting: string | null;
  readonly paragraphs: readonly string[];
  /** Label and value; rows without a value are left out before. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly action: { readonly label: string; readonly url: string } | null;
  readonly footer: readonly string[];
}

/** For mail programs that show no HTML, and for people who want none. */
export function plainText({ greeting, paragraphs, facts, action, footer }: Letter): string {
  const parts = [
    ...(greeting ? [greeting] : []),
    ...paragraphs,
    facts.map(([label, value]) => `${label}: ${value}`).join('\n'),
    action ? `${action.label}:\n${action.url}` : '',
    footer.length > 0 ? ['-- ', ...footer].join('\n') : '',
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** Mail programs know tables and inline styles only, and many people read in the dark. */
export function html(letter: Letter, { locale }: Texts): string {
  const direction = RIGHT_TO_LEFT.has(locale) ? 'rtl' : 'ltr';
  const page = (
    <html lang={locale} dir={direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="color-scheme" content="light dark" />
        <title>{letter.subject}</title>
      </head>
      <body style={BODY}>
        <table role="presentation" width="100%" cellpadding="0" cellspacing="0">
          <tr>
            <td align="center">
              <table role="presentation" cellpadding="0" cellspacing="0" style={CARD}>
                <tr>
                  <td>
                    <Content letter={letter} />
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html>
  );
  return `<!doctype html>${page}`;
}

const Content = ({ letter }: { letter: Letter }) => (
  <>
    <p style={BRAND}>Homeward</p>
    {letter.greeting && <p style={TEXT}>{letter.greeting}</p>}
    {letter.paragraphs.map((paragraph) => (
      <p style={TEXT}>{paragraph}</p>
    ))}
    {letter.facts.length > 0 && (
      <table role="presentation" cellpadding="0" cellspacing="0" style={FACTS}>
        {letter.facts.map(([label, value]) => (
          <tr>
            <td style={LABEL}>{label}</td>
            <td style={VALUE}>{value}</td>
          </tr>
        ))}
      </table>
    )}
    {letter.action && (
      <p style={TEXT}>
        <a href={letter.action.url} style={BUTTON}>
          {letter.action.label}
        </a>
      </p>
    )}
    {letter.footer.map((line) => (
      <p style={SMALL}>{line}</p>
    ))}
  </>
);

const RIGHT_TO_LEFT = new Set(['ar', 'he', 'fa', 'ur']);

const BODY = 'margin:0;padding:24px 12px;background:#f3f1ec;color:#1d2733';
const CARD =
  'max-width:600px;width:100%;background:#ffffff;border-radius:12px;padding:28px;font:16px/1.5 -apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif';
const BRAND = 'margin:0 0 20px;font-weight:700;color:#14532d';
const TEXT = 'margin:0 0 16px';
const FACTS = 'margin:0 0 20px;width:100%;border-top:1px solid #d9d5cc';
const LABEL = 'padding:8px 12px 8px 0;border-bottom:1px solid #d9d5cc;color:#4b5563;vertical-align:top;width:38%';
const VALUE = 'padding:8px 0;border-bottom:1px solid #d9d5cc;vertical-align:top';
const BUTTON =
  'display:inline-block;padding:12px 20px;border-radius:8px;background:#14532d;color:#ffffff;text-decoration:none;font-weight:600';
const SMALL = 'margin:0 0 8px;font-size:13px;color:#4b5563';
