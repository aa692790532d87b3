import { Select } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import type { SightingPageData } from './sighting-data.ts';

export const CONTACT_REASONS = ['ask', 'urgent', 'thank', 'legal'] as const;

/** How the reporter can be reached: to who says why, on record. */
export const Contact = ({
  sighting,
  hasContact,
  contact,
  form,
}: Pick<SightingPageData, 'sighting' | 'hasContact' | 'contact'> & { readonly form: FormState }) => {
  const { t } = usePage();
  return (
    <section class="card" id="contact">
      <h2>{t('sightings.contact')}</h2>
      {contact ? (
        <dl class="facts">
          {(['name', 'phone', 'email'] as const).map(
            (name) =>
              contact[name] && (
                <>
                  <dt>{t(`sightings.contact-${name}`)}</dt>
                  <dd>
                    <bdi>{contact[name]}</bdi>
                  </dd>
                </>
              ),
          )}
        </dl>
      ) : hasContact ? (
        <form method="post" action={`/sightings/${sighting.id}/contact#contact`}>
          <p>{t('sightings.contact-explained')}</p>
          <Select
            name="why"
            label={t('sightings.contact-why')}
            form={form}
            empty={t('sightings.choose-one')}
            choices={CONTACT_REASONS.map((value) => ({
              value,
              label: t('sightings.contact-reason', { reason: value }),
            }))}
          />
          <button type="submit">
            <Icon name="eye" />
            {t('sightings.contact-show')}
          </button>
        </form>
      ) : (
        <p class="hint">{t('sightings.no-contact')}</p>
      )}
    </section>
  );
};
