import { ErrorSummary, Input } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import type { SightingPageData } from './sighting-data.ts';

/** Cases that people connected with the sighting, and one more. */
export const Links = ({ sighting, form }: Pick<SightingPageData, 'sighting'> & { readonly form: FormState }) => {
  const { t } = usePage();
  return (
    <section class="card" id="links">
      <h2>{t('sightings.links')}</h2>
      {sighting.links.length === 0 && <p class="hint">{t('sightings.no-links')}</p>}
      <ul class="links">
        {sighting.links.map(({ caseId, number, reason }) => (
          <li>
            <div>
              <a class="code" href={`/cases/${caseId}`}>
                {number}
              </a>
              <p dir="auto">{reason}</p>
            </div>
            <form method="post" action={`/sightings/${sighting.id}/unlink`}>
              <input type="hidden" name="caseId" value={caseId} />
              <button type="submit" class="small" aria-label={t('sightings.unlink-case', { number })}>
                <Icon name="x" />
                {t('sightings.unlink')}
              </button>
            </form>
          </li>
        ))}
      </ul>
      <details open={Object.keys(form.errors).length > 0}>
        <summary>{t('sightings.link')}</summary>
        <form method="post" action={`/sightings/${sighting.id}/links#links`}>
          <ErrorSummary form={form} />
          <Input
            name="number"
            label={t('sightings.link-number')}
            hint={t('sightings.link-number-hint')}
            form={form}
            size="medium"
            more={{ autocomplete: 'off' }}
          />
          <Input name="reason" label={t('sightings.link-reason')} form={form} more={{ maxlength: 1000 }} />
          <button type="submit">
            <Icon name="link" />
            {t('sightings.link-submit')}
          </button>
        </form>
      </details>
    </section>
  );
};
