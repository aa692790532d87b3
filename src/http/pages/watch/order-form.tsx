import { LEGAL_BASES } from '../../../services/search/ad-hoc.ts';
import type { SourceView } from '../../../services/watch/sources.ts';
import { Checkbox, Checkboxes, ErrorSummary, Input, Radios, TextArea } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { Empty } from '../admin/parts.tsx';
import { WatchFrame } from './frame.tsx';

/** A case that may be looked for. */
interface SoughtCase {
  readonly id: string;
  readonly number: string;
  readonly childName: string;
}

export interface OrderFormProps {
  readonly form: FormState;
  readonly sources: readonly SourceView[];
  readonly cases: readonly SoughtCase[];
  readonly chosen: { readonly sources: readonly string[]; readonly cases: readonly string[] };
  /** When it ends unless somebody says otherwise, as a form's field has it. */
  readonly usualEnd: string;
}

/** What a lead signs: for what, on what basis, who is looked for, where and until when. */
export const OrderFormPage = (props: OrderFormProps) => {
  const { t } = usePage();
  return (
    <WatchFrame title={t('order.new')} lede={t('order.new-lede')}>
      {props.sources.length === 0 ? (
        <Empty icon="video">
          {t('order.no-sources')} <a href="/watch/sources/new">{t('source.new')}</a>
        </Empty>
      ) : (
        <div class="sighting-columns">
          <OrderForm {...props} />
          <Consequences />
        </div>
      )}
    </WatchFrame>
  );
};

const OrderForm = (props: OrderFormProps) => {
  const { t } = usePage();
  const { form } = props;
  return (
    <form method="post" class="card">
      <ErrorSummary form={form} />
      <Input
        name="incident"
        label={t('order.incident')}
        hint={t('order.incident-hint')}
        form={form}
        size="medium"
        more={{ maxlength: 100, autocomplete: 'off' }}
      />
      <Radios
        name="legalBasis"
        label={t('order.legal-basis')}
        hint={t('order.legal-basis-hint')}
        form={form}
        choices={LEGAL_BASES.map((basis) => ({
          value: basis,
          label: t('sightings.search-basis', { value: selector(basis) }),
        }))}
      />
      <TextArea name="purpose" label={t('order.purpose')} hint={t('order.purpose-hint')} form={form} />
      <Sought {...props} />
      <Where {...props} />
      <Times {...props} />
      <Checkbox name="isSure" label={t('order.sure')} form={form} />
      <div class="actions">
        <button type="submit" class="main">
          {t('order.sign')}
        </button>
        <a href="/watch/orders">{t('cases.cancel')}</a>
      </div>
    </form>
  );
};

const Sought = ({ form, cases, chosen }: OrderFormProps) => {
  const { t } = usePage();
  return (
    <>
      <Radios
        name="scope"
        label={t('order.who')}
        form={form}
        value={cases.length > 0 ? 'cases' : 'gallery'}
        choices={(['cases', 'gallery'] as const).map((scope) => ({
          value: scope,
          label: t('order.scope', { scope }),
          hint: t('order.scope-means', { scope }),
        }))}
      />
      {cases.length > 0 && (
        <div class="choose-many">
          <Checkboxes
            name="cases"
            label={t('order.cases')}
            form={form}
            chosen={chosen.cases}
            choices={cases.map(({ id, number, childName }) => ({ value: id, label: `${childName} · ${number}` }))}
          />
        </div>
      )}
    </>
  );
};

const Where = ({ form, sources, chosen }: OrderFormProps) => {
  const { t } = usePage();
  return (
    <div class="choose-many">
      <Checkboxes
        name="sources"
        label={t('order.sources')}
        form={form}
        chosen={chosen.sources}
        choices={sources.map(({ id, name, place, kind }) => ({
          value: id,
          label: name,
          hint: `${t('source.kind', { kind })} · ${place}`,
        }))}
      />
    </div>
  );
};

const Times = ({ form, usualEnd }: OrderFormProps) => {
  const { t, timeZone } = usePage();
  const zone = t('cases.time-zone', { zone: timeZone });
  return (
    <div class="row">
      <Input
        name="startsAt"
        type="datetime-local"
        label={t('order.from')}
        hint={t('order.from-hint')}
        form={form}
        isOptional
      />
      <Input
        name="endsAt"
        type="datetime-local"
        label={t('order.until')}
        hint={`${zone} ${t('order.until-hint')}`}
        form={form}
        value={usualEnd}
      />
    </div>
  );
};

const Consequences = () => {
  const { t } = usePage();
  return (
    <section class="notice notice-warn">
      <Icon name="shield-alert" />
      <div>
        <h2>{t('order.know')}</h2>
        <ul>
          <li>{t('order.know-everybody')}</li>
          <li>{t('order.know-law')}</li>
          <li>{t('order.know-strangers')}</li>
          <li>{t('order.know-end')}</li>
          <li>{t('order.know-log')}</li>
        </ul>
      </div>
    </section>
  );
};
