import type { PhotoView } from '../../../services/photos/view.ts';
import type { SightingView } from '../../../services/sightings/inbox.ts';
import { Icon } from '../../components/icon.tsx';
import { usePage } from '../../page.tsx';
import { type Evidence, evidenceOf } from './evidence.ts';

export interface ShownPhoto {
  readonly photo: PhotoView;
  /** Null while there is no copy to show. */
  readonly url: string | null;
  readonly originalUrl: string | null;
  /** Of faces, by id. */
  readonly cropUrls: Readonly<Record<string, string>>;
}

interface PhotoPartProps {
  readonly shown: ShownPhoto;
  readonly number: number;
  readonly sighting: Pick<SightingView, 'id' | 'seenAt' | 'latitude' | 'longitude'>;
  readonly mayChange: boolean;
}

/** A photo of a report with every face in it, what the camera says, and the file itself. */
export const PhotoPart = ({ shown, number, sighting, mayChange }: PhotoPartProps) => {
  const { t, texts } = usePage();
  const { photo, url, originalUrl } = shown;
  const evidence = evidenceOf(photo.exif, sighting);
  return (
    <article class="card sighting-photo">
      <h3>{t('sightings.photo', { number })}</h3>
      {url ? (
        <FramedPhoto photo={photo} url={url} number={number} />
      ) : (
        <p class="empty">
          <Icon name="image" />
          {texts.message(photo.message)}
        </p>
      )}
      {url && <p>{texts.message(photo.message)}</p>}
      {photo.faces.length > 1 && <FaceChoice {...{ shown, sightingId: sighting.id, mayChange }} />}
      {evidence && <CameraFacts evidence={evidence} />}
      {originalUrl && (
        <p>
          <a class="button small" href={originalUrl} download>
            <Icon name="download" />
            {t('sightings.original')}
          </a>
        </p>
      )}
    </article>
  );
};

const FramedPhoto = ({ photo, url, number }: { photo: PhotoView; url: string; number: number }) => {
  const { t, format } = usePage();
  const [width, height] = [photo.width ?? 1, photo.height ?? 1];
  const size = Math.max(width, height) / 40;
  return (
    <div class="framed">
      <img
        src={url}
        width={width}
        height={height}
        alt={t('sightings.photo-alt', { number, faces: photo.faces.length })}
      />
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {photo.faces.map(({ box, isChosen }, index) => (
          <g class={isChosen || photo.faces.length === 1 ? 'box box-chosen' : 'box'}>
            <rect x={box.left} y={box.top} width={box.width} height={box.height} rx={size / 3} />
            {photo.faces.length > 1 && (
              <text x={box.left} y={Math.max(size, box.top - size / 3)} font-size={size}>
                {format.number(index + 1)}
              </text>
            )}
          </g>
        ))}
      </svg>
    </div>
  );
};

const FaceChoice = ({
  shown,
  sightingId,
  mayChange,
}: {
  shown: ShownPhoto;
  sightingId: string;
  mayChange: boolean;
}) => {
  const { t } = usePage();
  const { photo, cropUrls } = shown;
  return (
    <section>
      <h4>{t('sightings.faces')}</h4>
      <p class="hint">{t('sightings.faces-hint')}</p>
      <ul class="face-choice">
        {photo.faces.map(({ id, isChosen }, index) => (
          <li class={isChosen ? 'is-chosen' : undefined}>
            {cropUrls[id] ? (
              <img
                class="face"
                src={cropUrls[id]}
                alt={t('sightings.face', { number: index + 1 })}
                width="96"
                height="96"
              />
            ) : (
              <span class="face face-none">{t('sightings.face', { number: index + 1 })}</span>
            )}
            {isChosen && (
              <span class="tag tag-good">
                <Icon name="check" />
                {t('sightings.chosen')}
              </span>
            )}
            {!isChosen && mayChange && (
              <form method="post" action={`/sightings/${sightingId}/photos/${photo.id}/face`}>
                <input type="hidden" name="faceId" value={id} />
                <button type="submit" class="small">
                  {t('sightings.choose', { number: index + 1 })}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
};

/** As near as people say where they were. */
const FITS_KILOMETRES = 5;

const CameraFacts = ({ evidence }: { readonly evidence: Evidence }) => {
  const { t, format } = usePage();
  const { takenAt, daysApart, place, kilometresApart, camera } = evidence;
  return (
    <section>
      <h4>{t('sightings.camera-says')}</h4>
      <dl class="facts">
        {takenAt && (
          <>
            <dt>{t('sightings.taken')}</dt>
            <dd>
              <time datetime={takenAt}>{format.dateTime(takenAt, { withZone: true })}</time>{' '}
              <Fit fits={daysApart === 0} text={t('sightings.days-apart', { days: daysApart })} />
            </dd>
          </>
        )}
        {place && (
          <>
            <dt>{t('sightings.taken-place')}</dt>
            <dd>
              <bdi>{coordinates(format.number, place)}</bdi>{' '}
              {kilometresApart !== null && (
                <Fit
                  fits={kilometresApart <= FITS_KILOMETRES}
                  text={t('sightings.kilometres-apart', { kilometres: Math.round(kilometresApart) })}
                />
              )}
            </dd>
          </>
        )}
        {camera && (
          <>
            <dt>{t('sightings.camera')}</dt>
            <dd>
              <bdi>{camera}</bdi>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
};

const Fit = ({ fits, text }: { readonly fits: boolean; readonly text: string }) => {
  const { t } = usePage();
  if (fits) return <span class="tag tag-good">{t('sightings.fits')}</span>;
  return (
    <span class="tag tag-warn">
      <Icon name="triangle-alert" />
      {text}
    </span>
  );
};

export function coordinates(
  number: (value: number, options?: Intl.NumberFormatOptions) => string,
  { latitude, longitude }: { readonly latitude: number; readonly longitude: number },
): string {
  const degrees = (value: number) => number(value, { minimumFractionDigits: 4, maximumFractionDigits: 4 });
  return `${degrees(latitude)}, ${degrees(longitude)}`;
}
