import { NOBODY } from '../identify-words.ts';
import { count } from '../words.ts';
import { CandidateCard, Crop, QualityLine } from './candidate-card.tsx';
import { fileName, type ProbeView } from './view-model.ts';

interface SectionProps {
  readonly view: ProbeView;
  readonly position: number;
  readonly isOnly: boolean;
}

/** One probe: the photo, the chosen face, the candidates. */
export const ProbeSection = ({ view, position, isOnly }: SectionProps) => (
  <section class="probe" aria-labelledby={`probe-${position}`}>
    <h2 id={`probe-${position}`}>{isOnly ? 'The photo' : headingOf(view, position)}</h2>
    <div class="seen">
      {view.picture && <ProbePicture view={view} />}
      <ChosenFace view={view} />
    </div>
    {view.result && <Answer view={view} />}
  </section>
);

/** Two faces of one photo are told apart by their numbers. */
function headingOf({ name, faces, chosen }: ProbeView, position: number): string {
  return `${position}. ${fileName(name)}${faces > 1 && chosen ? `, face ${chosen}` : ''}`;
}

const ProbePicture = ({ view: { name, picture, faces, chosen, seenOn } }: { view: ProbeView }) => (
  <figure class="picture">
    <img
      src={picture ?? ''}
      alt={`${fileName(name)} with ${count(faces, 'face')} marked${chosen ? `; face ${chosen} is searched for` : ''}`}
    />
    <figcaption>
      {fileName(name)}
      {seenOn && `, taken ${seenOn}`}
    </figcaption>
  </figure>
);

const ChosenFace = ({ view: { face, problem, faces, chosen } }: { view: ProbeView }) => {
  if (!face) return <p class="notice">{problem}</p>;
  return (
    <div class="chosen-face">
      <Crop crop={face.crop} alt="The face that is searched for" />
      <div>
        <h3>{faces > 1 ? `Face ${chosen} of ${faces} is searched for` : 'The face that is searched for'}</h3>
        <QualityLine quality={face.quality} />
        {face.reasons.length > 0 && (
          <ul class="reasons">
            {face.reasons.map((reason) => (
              <li>{reason}</li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
};

const Answer = ({ view }: { view: ProbeView }) => (
  <>
    <h3 class="answer">
      {view.result?.nobody ? 'Nobody in this gallery' : `${count(view.candidates.length, 'candidate')} to look at`}
    </h3>
    {view.result?.nobody && <p>{NOBODY}</p>}
    {(view.result?.notes ?? []).map((sentence) => (
      <p class="limit">{sentence}</p>
    ))}
    <ol class="candidates">
      {view.candidates.map((candidate) => (
        <CandidateCard candidate={candidate} probeCrop={view.face?.crop ?? null} />
      ))}
    </ol>
  </>
);
