import { raw } from 'hono/html';
import type { CalibrationContent, HeldOut } from '../../adapters/calibration-file.ts';
import { count } from '../report/format.ts';
import { STYLE } from '../report/style.ts';
import { MEASURE_NAMES, rangeOf } from './words.ts';

/** What the report tells beside the file. */
export interface ReportFacts {
  readonly folder: string;
  /** Whether the calibration file was written. */
  readonly written: boolean;
}

/** The report of a calibration as one self-contained HTML page: no script, no request to anywhere, no photo. */
export function renderCalibrationReport(content: CalibrationContent, facts: ReportFacts): string {
  return `<!doctype html>\n${(<Page content={content} facts={facts} />).toString()}\n`;
}

function Page({ content, facts }: { content: CalibrationContent; facts: ReportFacts }) {
  const { measured } = content;
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`Calibration on ${facts.folder} · Homeward`}</title>
        <style>{raw(STYLE)}</style>
      </head>
      <body>
        <main>
          <header>
            <p class="soft">Homeward · calibration · {content.madeAt.slice(0, 10)}</p>
            <h1>{measured.better ? 'The fitted scoring is better' : 'The default is as good, or better'}</h1>
            <p class="lead">
              {measured.verdict} {facts.written ? 'The calibration file was written.' : 'Nothing was written.'}
            </p>
            <p>
              {count(content.people)} people with {count(content.photos)} photos in {facts.folder}. Dealt into two
              halves {count(content.splits)} times, seed {content.seed}: fitted on one half, measured on the other, and
              the other way round. Galleries of about {count(measured.gallerySize)} people,{' '}
              {count(measured.matedSearches)} mated and {count(measured.nonMatedSearches)} non-mated searches.
            </p>
          </header>
          <Comparison measured={measured} />
          <Reliability measured={measured} />
          <Fitted content={content} />
        </main>
      </body>
    </html>
  );
}

function Comparison({ measured: { default: standard, fitted, difference } }: { measured: HeldOut }) {
  return (
    <section>
      <h2>Default and fitted, on people whom nothing was fitted on</h2>
      <div class="scroll">
        <table>
          <caption>
            With 95 % intervals, by resampling people. FNIR at FPIR: mated searches missed at the threshold that lets so
            many non-mated ones return somebody. Cllr: mean cost of the likelihood ratios; 1 is what knowing nothing
            costs. The decision rests on FNIR at FPIR 10 %, and on rank 1 not being worse.
          </caption>
          <thead>
            <tr>
              <th />
              <th>default</th>
              <th>fitted</th>
              <th>fitted − default</th>
            </tr>
          </thead>
          <tbody>
            {MEASURE_NAMES.map(([key, name]) => (
              <tr>
                <th scope="row">{name}</th>
                <td>{rangeOf(key, standard[key])}</td>
                <td>{rangeOf(key, fitted[key])}</td>
                <td>{rangeOf(key, difference[key])}</td>
              </tr>
            ))}
            <tr>
              <th scope="row">Cllr-min, bits</th>
              <td>{standard.cllrMin?.toFixed(3) ?? '–'}</td>
              <td>{fitted.cllrMin?.toFixed(3) ?? '–'}</td>
              <td />
            </tr>
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Reliability({ measured }: { measured: HeldOut }) {
  const ratio = (log10: number | null) => (log10 === null ? '–' : String(Number((10 ** log10).toPrecision(2))));
  return (
    <section>
      <h2>Do the likelihood ratios hold?</h2>
      <div class="scroll">
        <table>
          <caption>
            Comparisons by the ratio stated. Observed: how many times as frequent mates were as strangers. Few people in
            a row mean that its observed ratio is rough.
          </caption>
          <thead>
            <tr>
              <th>stated</th>
              <th>observed</th>
              <th>people, mated</th>
              <th>people, strangers</th>
            </tr>
          </thead>
          <tbody>
            {measured.reliability.map(({ stated, observed, matedPeople, strangerPeople }) => (
              <tr>
                <th scope="row">{ratio(stated)}</th>
                <td>{ratio(observed)}</td>
                <td>{count(matedPeople)}</td>
                <td>{count(strangerPeople)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Fitted({ content }: { content: CalibrationContent }) {
  const domains = [...new Set(content.domainMeans.map(({ domain }) => domain))];
  return (
    <section>
      <h2>What was fitted, on all people</h2>
      <p>
        Cohort size {content.cohortSize}. Mean faces: {domains.join(', ') || 'none, for want of 200 faces an age group'}
        . Likelihood map: {content.likelihood.map.length} points, made with galleries of{' '}
        {content.likelihood.gallerySize}.
      </p>
      <div class="scroll">
        <table>
          <caption>Models, by version, with the cosines between different people</caption>
          <thead>
            <tr>
              <th>model</th>
              <th>version</th>
              <th>weight</th>
              <th>mean</th>
              <th>deviation</th>
            </tr>
          </thead>
          <tbody>
            {content.models.map(({ model, version, weight, mean, deviation }) => (
              <tr>
                <th scope="row">{model}</th>
                <td>
                  <code>{version}</code>
                </td>
                <td>{weight.toFixed(3)}</td>
                <td>{mean.toFixed(3)}</td>
                <td>{deviation.toFixed(3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
