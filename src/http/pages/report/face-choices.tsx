import type { FaceChoice } from '../../../services/sightings/report-faces.ts';
import { Icon } from '../../components/icon.tsx';
import { usePage } from '../../page.tsx';

interface FaceChoicesProps {
  /** Of the page of the report. */
  readonly path: string;
  readonly choices: readonly FaceChoice[];
  /** Ids of all photos of the report, in order. */
  readonly photos: readonly string[];
}

/** Where a photo shows several people: whom the reporter means. */
export const FaceChoices = ({ path, choices, photos }: FaceChoicesProps) => {
  const { t, format } = usePage();
  return (
    <>
      {choices.map(({ photoId, until, faces }) => (
        <form class="card" method="post" action={`${path}/choose`} aria-labelledby={`choose-${photoId}`}>
          <h2 id={`choose-${photoId}`}>{t('report.choose-title')}</h2>
          <p>{t('report.choose-text', { time: format.time(until) })}</p>
          <input type="hidden" name="photoId" value={photoId} />
          <ul class="face-choices">
            {faces.map(({ id, isChosen }, index) => (
              <li>
                <img
                  class="face"
                  src={`${path}/faces/${id}`}
                  alt={t('report.face-alt', { number: index + 1, photo: photos.indexOf(photoId) + 1 })}
                  width="96"
                  height="96"
                />
                {isChosen ? (
                  <p class="tag tag-good">
                    <Icon name="check" />
                    {t('report.chosen')}
                  </p>
                ) : (
                  <button
                    type="submit"
                    class="small"
                    name="faceId"
                    value={id}
                    aria-label={`${t('report.choose')}: ${t('report.face-alt', { number: index + 1, photo: photos.indexOf(photoId) + 1 })}`}
                  >
                    {t('report.choose')}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </form>
      ))}
    </>
  );
};
