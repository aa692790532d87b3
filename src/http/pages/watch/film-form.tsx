import { ErrorSummary, Input } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Island } from '../../components/island.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { WatchFrame } from './frame.tsx';
import { WhereFields } from './source-form.tsx';

interface FilmFormProps {
  readonly form: FormState;
  readonly maxBytes: number;
  readonly keepDays: number;
}

/** Send a film in. Its fields stand before the file, so that a wrong one is told before the film is taken. */
export const FilmFormPage = ({ form, maxBytes, keepDays }: FilmFormProps) => {
  const { t } = usePage();
  return (
    <WatchFrame title={t('film.new')} lede={t('film.new-lede', { days: keepDays })}>
      <film-upload
        say-progress={t('film.progress', { share: '{share}' })}
        say-failed={t('film.failed')}
        say-cancelled={t('film.cancelled')}
      >
        <form method="post" action="/watch/films/new" enctype="multipart/form-data" class="narrow">
          <ErrorSummary form={form} />
          <Input
            name="name"
            label={t('source.name')}
            hint={t('film.name-hint')}
            form={form}
            more={{ maxlength: 100 }}
          />
          <Input
            name="startedAt"
            type="datetime-local"
            label={t('film.begins')}
            hint={t('film.begins-hint')}
            form={form}
            size="medium"
            more={{ step: 1 }}
          />
          <WhereFields form={form} />
          <Input
            name="film"
            type="file"
            label={t('film.file')}
            hint={t('film.file-hint', { gigabytes: maxBytes / 1e9 })}
            form={form}
            more={{ accept: 'video/*', required: true }}
          />
          <div class="upload-progress" hidden>
            <progress max="1" value="0" />
            <p role="status" />
            <button type="button" class="small">
              {t('film.cancel')}
            </button>
          </div>
          <div class="actions">
            <button type="submit" class="main">
              <Icon name="upload" />
              {t('film.send')}
            </button>
            <a href="/watch/films">{t('cases.cancel')}</a>
          </div>
        </form>
        <Island name="film-upload" />
      </film-upload>
    </WatchFrame>
  );
};
