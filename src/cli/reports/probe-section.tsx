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
    <h2 id={`probe-${position}`}>{isOnly ? 'The photo' : `${position}. ${fileName(view.name)}`}</h2>
    <div class="seen">
      {view.picture && <ProbePicture view={view} />}
      <ChosenFace view={view} />
    </div>
    {view.result && <Answer view={view} />}
  </section>
);

const ProbePicture = ({ view }: { view: ProbeView }) => {
  const chosen = view.boxes.find(({ isChosen }) => isChosen);
  const alt = `${fileName(view.name)} with ${count(view.boxes.length, 'face')} marked${chosen ? `; face ${chosen.number} is searched for` : ''}`;
  // Lines and letters keep their weight on the page whatever the size of the photo.
  const unit = Math.max(view.width, view.height) / 100;
  return (
    <figure class="picture">
      <div class="frame">
        <img src={view.picture ?? ''} alt={alt} width={view.width} height={view.height} />
        <svg viewBox={`0 0 ${view.width} ${view.height}`} aria-hidden="true">
          {view.boxes.map(({ number, box, isChosen }) => (
            <g class={isChosen ? 'chosen' : 'other'}>
              <rect
                x={box.x}
                y={box.y}
                width={box.width}
                height={box.height}
                rx={unit}
                stroke-width={isChosen ? unit * 0.6 : unit * 0.3}
              />
              <text x={box.x + box.width / 2} y={box.y - unit} font-size={unit * 3} text-anchor="middle">
                {number}
              </text>
            </g>
          ))}
        </svg>
      </div>
      <figcaption>
        {fileName(view.name)}
        {view.seenOn && `, taken ${view.seenOn}`}
      </figcaption>
    </figure>
  );
};

const ChosenFace = ({ view: { face, problem, boxes } }: { view: ProbeView }) => {
  if (!face) return <p class="notice">{problem}</p>;
  const chosen = boxes.find(({ isChosen }) => isChosen);
  return (
    <div class="chosen-face">
      <Crop crop={face.crop} alt="The face that is searched for" />
      <div>
        <h3>
          {boxes.length > 1
            ? `Face ${chosen?.number} of ${boxes.length} is searched for`
            : 'The face that is searched for'}
        </h3>
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
