import { raw } from 'hono/html';
import type { ShownErrors } from '../faces.ts';
import type { Direction, EvaluationResult, MethodResult } from '../result.ts';
import { ClosedSetSection } from './closed-set.tsx';
import { DirectionSection } from './direction.tsx';
import { WorstErrorsSection } from './faces.tsx';
import { count, percent, tickPercent } from './format.ts';
import { StressSection } from './stress.tsx';
import { STYLE } from './style.ts';
import { Definitions, Limits, Provenance } from './text.tsx';

/** Nothing is loaded from anywhere and nothing runs. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/**
 * The report of an evaluation as one self-contained HTML page: no script, no request to anywhere.
 *
 * Everything in it is also in the JSON file; names of folders are escaped.
 *
 * @param faces the worst errors in pictures, where a person asked for them; else the report shows nobody
 */
export function renderReport(result: EvaluationResult, faces: ShownErrors | null = null): string {
  return `<!doctype html>\n${(<Report result={result} faces={faces} />).toString()}\n`;
}

function Report({ result, faces }: { result: EvaluationResult; faces: ShownErrors | null }) {
  const lead = leadOf(result)?.name ?? '';
  const directions = result.reverse ? [result, result.reverse] : [result];
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`Evaluation of ${result.folder} · Homeward`}</title>
        <style>{raw(STYLE)}</style>
      </head>
      <body>
        <main>
          <header>
            <p class="soft">Homeward · evaluation · {result.finishedAt.slice(0, 10)}</p>
            <h1>Who is found, who is missed</h1>
            <Summary direction={result} />
            <Facts result={result} />
            <Warnings warnings={result.warnings} />
            {faces && (
              <aside class="warnings">
                <strong>This report shows faces.</strong> Keep it where the photos are kept, do not send it on, and
                delete it with them.
              </aside>
            )}
          </header>
          {directions.map((direction) => (
            <DirectionSection direction={direction} trials={result.trials} lead={leadOf(direction)?.name ?? ''} />
          ))}
          {result.closedSet && <ClosedSetSection results={result.closedSet} />}
          {result.stress && <StressSection results={result.stress} />}
          {faces && <WorstErrorsSection errors={faces} lead={lead} />}
          <Definitions methods={result.methods} />
          <Limits result={result} />
          <Provenance result={result} />
        </main>
      </body>
    </html>
  );
}

/** The method that the summary speaks of: Homeward's own, or the last one asked for. */
function leadOf({ methods }: Direction): MethodResult | undefined {
  return methods.find(({ name }) => name === 'homeward') ?? methods.at(-1);
}

function Summary({ direction }: { direction: Direction }) {
  const lead = leadOf(direction);
  if (!lead) return null;
  const fpir = ['0.01', '0.1'].find((rate) => typeof lead.fnir[rate] === 'number');
  return (
    <p class="lead">
      Enrolled: {direction.enrolled}. Searched with: {direction.probes}. In galleries of about {count(lead.gallerySize)}{' '}
      people, <strong>{lead.name}</strong> puts the right one first in {percent(lead.rank['1'])} % of the searches, and
      among the first ten in {percent(lead.rank['10'])} %.{' '}
      {fpir
        ? `With a threshold that lets ${tickPercent(Number(fpir))} of the searches for strangers return somebody, it misses ${percent(lead.fnir[fpir])} % of those who are there.`
        : 'There are too few searches for strangers to set a threshold.'}
    </p>
  );
}

function Facts({ result }: { result: EvaluationResult }) {
  const [first] = result.methods;
  const facts: [string, string][] = [
    ['people', count(result.data.identities)],
    ['photos', count(result.data.photos)],
    ['searches with the person enrolled', count(first?.matedSearches ?? 0)],
    ['searches without', count(first?.nonMatedSearches ?? 0)],
    ['trials', count(result.trials)],
    ['photos without a template, %', percent(leadOf(result)?.failureToEnrol)],
  ];
  return (
    <dl class="facts">
      {facts.map(([term, value]) => (
        <div>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <aside class="warnings">
      <strong>Read the numbers with this in mind</strong>
      <ul>
        {warnings.map((warning) => (
          <li>{warning}</li>
        ))}
      </ul>
    </aside>
  );
}
