import { ConfirmForm } from '../../components/confirm-form.tsx';
import { Checkbox, Radios } from '../../components/field.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import type { CaseAction } from './actions.ts';
import { CaseFrame } from './case-frame.tsx';
import type { CaseHead } from './open-case.tsx';

interface ActionPageProps extends CaseHead {
  readonly name: string;
  readonly action: CaseAction;
  readonly form: FormState;
}

/** What follows from it, then why, then the button. */
export const ActionPage = ({ name, action, form, ...head }: ActionPageProps) => {
  const { t, texts } = usePage();
  const { id, missing } = head.file;
  return (
    <CaseFrame {...head} tab="settings">
      <ConfirmForm
        action={`/cases/${id}/${name}`}
        title={t('cases.do', { action: name })}
        explanation={action.consequences.map((key) => t(key))}
        submit={t('cases.do-it', { action: name })}
        isDanger={action.isDanger}
        form={form}
        cancel={`/cases/${id}/settings`}
        {...(action.asksWords && { reasonLabel: t('cases.reason-words') })}
      >
        {name === 'open' && missing.length > 0 && (
          <>
            <p>{t('cases.still-missing')}</p>
            <ul>
              {missing.map((sentence) => (
                <li>{texts.message(sentence)}</li>
              ))}
            </ul>
          </>
        )}
        {name === 'open' && head.faceUrl === null && (
          <Checkbox name="noPhotoYet" label={t('cases.no-photo-yet')} form={form} />
        )}
        {action.reasons.length > 0 && (
          <Radios
            name="code"
            label={t('cases.reason-label')}
            form={form}
            choices={action.reasons.map((reason) => ({
              value: reason,
              label:
                name === 'protect'
                  ? t('cases.protected-reason', { reason: selector(reason) })
                  : t('cases.reason', { reason: selector(reason) }),
            }))}
          />
        )}
      </ConfirmForm>
    </CaseFrame>
  );
};
