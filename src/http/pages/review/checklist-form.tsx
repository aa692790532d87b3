import { COMPONENTS, type ComponentId, FINDINGS } from '../../../services/reviews/checklist.ts';
import { CONCLUSIONS } from '../../../services/reviews/conclusion.ts';
import { ErrorSummary, TextArea } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { conclusionKey, openFields, PLACES } from './judgement-form.ts';

interface JudgementProps {
  readonly action: string;
  readonly form: FormState;
  /** The form is complete; asked is whether it is to stand for good. */
  readonly isConfirming: boolean;
}

/** Every part of the face, the conclusion, a remark; then, in the same place, whether it is final. */
export const JudgementForm = ({ action, form, isConfirming }: JudgementProps) => {
  const { t } = usePage();
  const wasSent = Object.keys(form.values).length > 0;
  return (
    <form method="post" action={action} class="review-form" data-keep {...(wasSent && { 'data-sent': '' })}>
      <ErrorSummary form={form} />
      <h2 id="checklist">{t('review.checklist')}</h2>
      <p class="hint">{t('review.checklist-hint')}</p>
      {COMPONENTS.map(({ id, growth }) => (
        <Part id={id} growth={growth} form={form} />
      ))}
      <Conclusions form={form} />
      <TextArea name="remark" label={t('review.remark')} form={form} rows={2} isOptional />
      <div class="actions" data-submit hidden={isConfirming}>
        <button type="submit" class="main">
          {t('review.judge')}
        </button>
        <span class="hint" data-progress aria-live="polite">
          {t('review.progress', {
            done: COMPONENTS.length - openFields(form.values).parts.length,
            count: COMPONENTS.length,
          })}
        </span>
      </div>
      <Confirmation form={form} isConfirming={isConfirming} />
    </form>
  );
};

const Part = ({ id, growth, form }: { id: ComponentId; growth: string; form: FormState }) => {
  const { t } = usePage();
  const chosen = form.values[`finding-${id}`];
  const isOpen = Object.keys(form.errors).length > 0 && !chosen;
  return (
    <fieldset class={`part ${isOpen ? 'field-wrong' : ''}`} id={`f-finding-${id}`} data-part={id}>
      <legend>{t(`review.part-${id}`)}</legend>
      <p class="hint">
        {t(`review.look-${id}`)} <span class={`growth-${growth}`}>{t('review.growth-value', { value: growth })}</span>
      </p>
      {isOpen && (
        <p class="error">
          <Icon name="circle-alert" />
          {t('review.missing-part', { part: t(`review.part-${id}`) })}
        </p>
      )}
      <div class="findings">
        {FINDINGS.map((finding) => (
          <label>
            <input type="radio" name={`finding-${id}`} value={finding} checked={finding === chosen} />
            {t('review.finding-value', { value: selector(finding) })}
          </label>
        ))}
      </div>
      <PartDetails id={id} form={form} />
    </fieldset>
  );
};

/** Where it shows, for what cannot be compared; a note, for what differs. Style sheets show what is asked for. */
const PartDetails = ({ id, form }: { id: ComponentId; form: FormState }) => {
  const { t } = usePage();
  const part = t(`review.part-${id}`);
  const error = form.errors[`note-${id}`];
  return (
    <>
      <label class="part-shows">
        {t('review.shows')} <span class="visually-hidden">({part})</span>
        <select name={`shows-${id}`}>
          {PLACES.map((value) => (
            <option value={value} selected={value === (form.values[`shows-${id}`] ?? 'neither')}>
              {t('review.shows-value', { value })}
            </option>
          ))}
        </select>
      </label>
      <label class="part-note">
        {t('review.note')} <span class="visually-hidden">({part})</span>
        <span class="hint">{t('review.note-explained')}</span>
        {error && <span class="error">{error}</span>}
        <input
          id={`f-note-${id}`}
          name={`note-${id}`}
          maxlength={500}
          value={form.values[`note-${id}`] ?? ''}
          {...(error && { 'aria-invalid': 'true' })}
        />
      </label>
    </>
  );
};

const Conclusions = ({ form }: { readonly form: FormState }) => {
  const { t } = usePage();
  const error = form.errors.conclusion;
  return (
    <fieldset class={`field conclusions ${error ? 'field-wrong' : ''}`} id="f-conclusion">
      <legend>{t('review.conclusion')}</legend>
      <p class="hint">{t('review.conclusion-hint')}</p>
      {error && (
        <p class="error">
          <Icon name="circle-alert" />
          {error}
        </p>
      )}
      {CONCLUSIONS.map(conclusionKey).map((value) => (
        <label>
          <input type="radio" name="conclusion" value={value} checked={value === form.values.conclusion} />
          {t('review.conclusion-value', { value })}
        </label>
      ))}
    </fieldset>
  );
};

const Confirmation = ({ form, isConfirming }: Pick<JudgementProps, 'form' | 'isConfirming'>) => {
  const { t } = usePage();
  const value = form.values.conclusion;
  return (
    <fieldset class="notice notice-warn" data-confirm hidden={!isConfirming} aria-labelledby="confirm-title">
      <Icon name="lock" />
      <div>
        <h3 id="confirm-title" tabindex={-1}>
          {t('review.confirm-title')}
        </h3>
        <p>
          {t('review.confirm-conclude')}{' '}
          <strong data-conclusion>{isConfirming && value ? t('review.conclusion-value', { value }) : ''}</strong>
        </p>
        <p>{t('review.confirm-text')}</p>
        <div class="actions">
          <button type="submit" class="main" name="confirm" value="yes">
            {t('review.confirm')}
          </button>
          <button type="submit" name="confirm" value="no">
            {t('review.change')}
          </button>
        </div>
      </div>
    </fieldset>
  );
};
