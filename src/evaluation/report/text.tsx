import type { EvaluationResult, MethodResult } from '../result.ts';
import { count } from './format.ts';

const TERMS: readonly (readonly [term: string, meaning: string])[] = [
  ['Gallery, N', 'The people enrolled; N is their number. Every rate depends on it: the more people, the harder.'],
  ['Probe', 'The photo searched with. Each probe photo is one search, with nothing known but the photo.'],
  [
    'Mated search',
    'The person searched for is enrolled. In a non-mated search the person is not, and the right answer is nobody.',
  ],
  [
    'Identification rate at rank R',
    'Mated searches that have the right person among the first R candidates, whatever the score: 1 − FNIR(N, R, 0). The curve over R is the CMC.',
  ],
  [
    'FPIR',
    'Non-mated searches that return at least one candidate at the threshold T: false alarms a search, not a comparison.',
  ],
  [
    'FNIR at FPIR',
    'Mated searches whose mate is not returned among the first 20 at the T that holds this FPIR: FNIR(N, 20, T). The curve is the DET.',
  ],
  [
    'TAR at FAR',
    '1:1. Probe against one enrolled person, all of that person’s enrolled photos together: the share accepted when this share of strangers is accepted too.',
  ],
  [
    'EER',
    '1:1. Equal error rate: where as large a share of strangers is accepted as of right people rejected. For comparison with papers; nobody should work at that point.',
  ],
  [
    'Failure to enrol',
    'Photos of which no template was made (unreadable, no face found, face refused). Each such search, and each search for a person without any template, counts as a miss.',
  ],
  [
    '95 % interval',
    'What other people of the same kind would give: percentile bootstrap, 1,000 replicates that draw people, each with all photos, with replacement.',
  ],
  [
    'Interval of a difference',
    'Both methods are measured on the same people in each replicate. They fail on the same hard people, so their difference is surer than two intervals side by side suggest.',
  ],
  [
    'Promised FPIR',
    'A threshold that Homeward sets by itself for a wanted FPIR, from the gallery and from people who are not searched for. The FPIRs of the table above are set on the searches themselves instead.',
  ],
  [
    'Trial',
    'People are dealt into two halves by the seed. What a method fits, it fits on one half; half of the other is enrolled, and all of it is searched with. Then the halves change places.',
  ],
  ['–', 'Not defined by so few searches: an error rate of 1 % cannot be seen in fewer than 100 searches.'],
];

export function Definitions({ methods }: { methods: readonly MethodResult[] }) {
  return (
    <section>
      <h2>What the words mean</h2>
      <p class="soft">After NIST FRTE 1:N (NIST IR 8271) and ISO/IEC 19795-1.</p>
      <dl class="terms">
        {TERMS.map(([term, meaning]) => (
          <>
            <dt>{term}</dt>
            <dd>{meaning}</dd>
          </>
        ))}
      </dl>
      <h3>Methods</h3>
      <dl class="terms">
        {methods.map(({ name, summary }) => (
          <>
            <dt>{name}</dt>
            <dd>{summary}</dd>
          </>
        ))}
      </dl>
    </section>
  );
}

export function Limits({ result }: { result: EvaluationResult }) {
  return (
    <section>
      <h2>What these numbers do not say</h2>
      <ul>
        <li>
          They hold for these photos, these people and galleries of this size. Another camera, age or gap gives others.
        </li>
        <li>
          The networks may have seen some of these people in training, above all public figures. Expect worse on unknown
          children.
        </li>
        <li>
          Thresholds are set on the searches they are measured on, in each trial anew: a deployment must hold its own.
        </li>
        <li>
          Of {result.data.withSeveralFaces} photos with several faces the largest was taken. In a case a person chooses.
        </li>
        <li>
          A candidate is never an identification. Two trained people decide, and no action follows from a face alone.
        </li>
      </ul>
    </section>
  );
}

/** How many pairs the 1:1 numbers rest on; how few of them can be told apart bounds the FAR. */
function comparisonsOf({ methods: [first] }: EvaluationResult): string {
  if (!first) return 'none';
  const { mated, strangers } = first.comparisons;
  return `${count(mated)} of a probe with the right person, ${count(strangers)} with others; sums over the trials. EER on an even sample of these, where there are many`;
}

/** What is needed to get the same numbers again. */
export function Provenance({ result }: { result: EvaluationResult }) {
  const { data, environment } = result;
  const facts: [string, string][] = [
    ['Folder', result.folder],
    ['Digest of the photos', data.sha256],
    [
      'Photos',
      `${data.photos}; unreadable ${data.unreadable}, without a face ${data.withoutFace}, with several ${data.withSeveralFaces}`,
    ],
    [
      'Known',
      `age at capture of ${data.withAge} photos; sex of ${data.withSex} people, group of ${data.withGroup}, of ${data.identities}`,
    ],
    ['1:1 comparisons', comparisonsOf(result)],
    ['Seed, splits, trials', `${result.seed}, ${result.splits}, ${result.trials}`],
    [
      'Program',
      `Homeward ${environment.homeward}, Node ${environment.node}, ${environment.platform}, ${environment.processor}`,
    ],
    ['Finished', result.finishedAt],
  ];
  return (
    <section>
      <h2>What was measured, and with what</h2>
      <dl class="terms">
        {facts.map(([term, value]) => (
          <>
            <dt>{term}</dt>
            <dd style="overflow-wrap: anywhere">{value}</dd>
          </>
        ))}
      </dl>
      <div class="scroll">
        <table class="models">
          <caption>Networks, by the first 12 digits of the sha256 of the converted file</caption>
          <tbody>
            {result.models.map(({ id, version }) => (
              <tr>
                <th scope="row">{id}</th>
                <td>
                  <code>{version}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
