import type { App } from '../../app.ts';
import type { PartialDate } from '../../core/partial-date.ts';
import type { SearchMode } from '../../match/types.ts';
import type { Enrolment } from '../../services/folders/enrolment.ts';
import type { Identification, SearchMethod } from '../../services/folders/identification.ts';
import { count, NOT_A_MATCH } from '../words.ts';
import { ReportPage } from './page.tsx';
import { ProbeSection } from './probe-section.tsx';
import { fileName, type ProbeView, viewProbe } from './view-model.ts';

/** What a report is made of. */
export interface ReportInput {
  readonly enrolment: Enrolment;
  readonly answers: readonly Identification[];
  readonly mode: SearchMode;
  readonly method: SearchMethod;
  readonly seenOn?: PartialDate | undefined;
  /** A sentence shown on top, such as that all faces are computer-generated. */
  readonly notice?: string | undefined;
}

/** The answers of `identify` as one self-contained HTML page. */
export async function renderIdentifyReport(app: App, input: ReportInput): Promise<string> {
  const views: ProbeView[] = [];
  for (const found of input.answers) views.push(await viewProbe(app, found, input.enrolment, input.seenOn));
  const [only] = views;
  const title =
    views.length === 1 && only
      ? `Search for the face in ${fileName(only.name)}`
      : `Search for ${count(views.length, 'face')}`;
  const page = (
    <ReportPage title={title} version={app.version} made={app.clock()}>
      <Summary input={input} title={title} />
      {views.map((view, index) => (
        <ProbeSection view={view} position={index + 1} isOnly={views.length === 1} />
      ))}
      <HowToRead input={input} />
    </ReportPage>
  );
  return `<!doctype html>\n${await page.toString()}`;
}

const Summary = ({ input: { enrolment, mode, method, notice }, title }: { input: ReportInput; title: string }) => {
  const used = enrolment.children.filter(({ photos }) => photos.length > 0);
  const photos = used.reduce((sum, child) => sum + child.photos.length, 0);
  return (
    <header class="summary">
      <h1>{title}</h1>
      <p class="lede">
        Compared with {count(used.length, 'person', 'people')} in {count(photos, 'photo')}.{' '}
        {mode === 'investigation'
          ? 'The list shows who looks most alike. Somebody always comes first, also when the person is a stranger.'
          : 'Only candidates above the threshold are listed. An empty list means: nobody in this gallery.'}
      </p>
      {method === 'euclidean' && (
        <p class="notice">Method: distance of dlib’s network alone, for comparison. Not calibrated.</p>
      )}
      {notice && <p class="notice">{notice}</p>}
      <p class="motto">{NOT_A_MATCH}</p>
    </header>
  );
};

const HowToRead = ({ input: { method } }: { input: ReportInput }) => (
  <section class="reading" aria-labelledby="reading">
    <h2 id="reading">Before you decide</h2>
    <ol>
      <li>
        <strong>Look at the faces first.</strong> Go from the top down: hair line, brows, eyes, ears, mouth, chin, marks
        and scars. Ask of each: visible in both? alike, or different, and can growing up explain it?
      </li>
      <li>
        <strong>Let a second person judge without your answer.</strong> Known to help: two independent judgements; known
        to mislead: seeing the machine’s or a colleague’s first.
      </li>
      <li>
        <strong>Ask for a fact beside the face:</strong> a mark, clothing, a companion, place and time, a relative. No
        step is taken on a face alone.
      </li>
    </ol>
    {method === 'fusion' && (
      <p>
        «About one in 200» means: of 200 searches for children who are not in this gallery, about one would bring
        somebody this high. It says how rare such a similarity is among strangers, not how likely the candidate is the
        child. Brothers, sisters and cousins are no strangers to a face: for them it does not hold.
      </p>
    )}
    <p>
      The networks were trained on adults. Children, and most of all those under five, look more alike to them, and
      years between two photos lower every similarity. A missing candidate proves nothing.
    </p>
  </section>
);
