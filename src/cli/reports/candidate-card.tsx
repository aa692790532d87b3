import type { Strength } from '../../match/types.ts';
import { ageWords, count, oneInWords, strengthWords } from '../words.ts';
import type { CandidatePhotoView, CandidateView } from './view-model.ts';

/** One candidate beside the face that is searched for. */
export const CandidateCard = ({ candidate, probeCrop }: { candidate: CandidateView; probeCrop: string | null }) => {
  const { rank, child, name, photos } = candidate;
  const [best, ...others] = photos;
  return (
    <li class="candidate">
      <div class="pair">
        <Crop crop={probeCrop} alt="The face that is searched for" caption="seen" />
        <Crop
          crop={best?.crop ?? null}
          alt={`${child}, ${best?.photo ?? ''}`}
          caption={best ? photoCaption(best) : ''}
        />
      </div>
      <div class="facts">
        <p class="rank">Candidate {rank}</p>
        <h4>{name ?? child}</h4>
        {best && <Ages photo={best} ageWhenSeen={candidate.ageWhenSeen} />}
        <StrengthLine strength={candidate.strength} oneIn={candidate.oneIn} />
        {best && <QualityLine quality={best.quality} />}
        <Numbers candidate={candidate} />
      </div>
      {others.length > 0 && (
        <div class="others">
          <p>{count(others.length, 'more photo')}</p>
          {others.map((photo) => (
            <Crop crop={photo.crop} alt={`${child}, ${photo.photo}`} caption={photoCaption(photo)} />
          ))}
        </div>
      )}
    </li>
  );
};

/** A face, cut out and turned upright. */
export const Crop = ({ crop, alt, caption }: { crop: string | null; alt: string; caption?: string }) => (
  <figure class="crop">
    {crop ? <img src={crop} alt={alt} width="160" height="160" /> : <span class="no-picture">no picture kept</span>}
    {caption && <figcaption>{caption}</figcaption>}
  </figure>
);

/** Quality as a word and a number; a bar would look like a percentage of something. */
export const QualityLine = ({ quality }: { quality: number }) => (
  <p class="quality">
    Photo quality <strong>{qualityWord(quality)}</strong> <span class="figure">({quality} of 100)</span>
  </p>
);

const Ages = ({ photo, ageWhenSeen }: { photo: CandidatePhotoView; ageWhenSeen: number | null }) => {
  const gap = ageWhenSeen !== null && photo.ageYears !== null ? Math.abs(ageWhenSeen - photo.ageYears) : null;
  return (
    <p class="ages">
      {photo.ageYears === null ? 'Age in this photo unknown' : `${ageWords(photo.ageYears)} old in this photo`}
      {ageWhenSeen !== null && `, would be ${ageWords(ageWhenSeen)} when seen`}
      {gap !== null && gap >= 1 && `: about ${count(Math.round(gap), 'year')} between the photos`}
    </p>
  );
};

/** Filled dots of five; the words beside them say the same. */
const DOTS: Readonly<Record<Strength, number>> = {
  'not enough data': 0,
  none: 1,
  limited: 2,
  moderate: 3,
  strong: 4,
  'very strong': 5,
};

const StrengthLine = ({ strength, oneIn }: { strength: Strength; oneIn: number }) => (
  <p class="strength">
    <span class="dots" aria-hidden="true">
      {[1, 2, 3, 4, 5].map((dot) => (
        <i class={dot <= DOTS[strength] ? 'on' : ''} />
      ))}
    </span>
    <span>
      {strengthWords(strength)}
      <small>{rarity(oneIn)}</small>
    </span>
  </p>
);

function rarity(oneIn: number): string {
  if (Number.isNaN(oneIn)) return 'this method is not calibrated';
  if (oneIn < 2) return 'nearly every search for a stranger brings somebody this high here';
  return `${oneInWords(oneIn)} searches for strangers brings somebody this high here`;
}

const Numbers = ({ candidate: { child, score, photos } }: { candidate: CandidateView }) => (
  <details>
    <summary>Numbers, for experts</summary>
    <table>
      <caption>
        Folder {child}, score {score.toFixed(2)}
      </caption>
      <thead>
        <tr>
          <th scope="col">photo</th>
          <th scope="col">together</th>
          {Object.keys(photos[0]?.perModel ?? {}).map((model) => (
            <th scope="col">{model}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {photos.map(({ photo, similarity, perModel }) => (
          <tr>
            <th scope="row">{photo}</th>
            <td>{similarity.toFixed(2)}</td>
            {Object.values(perModel).map((cosine) => (
              <td>{cosine.toFixed(3)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </details>
);

function photoCaption({ ageYears, taken }: CandidatePhotoView): string {
  if (ageYears !== null) return ageWords(ageYears);
  return taken ?? 'undated';
}

function qualityWord(quality: number): string {
  if (quality >= 75) return 'good';
  return quality >= 50 ? 'fair' : 'poor';
}
