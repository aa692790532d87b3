import type { Child } from 'hono/jsx';
import { EMPTY_FORM, type FormState } from '../forms.ts';
import { usePage } from '../page.tsx';
import { ErrorSummary, Input } from './field.tsx';
import { Icon } from './icon.tsx';

interface ConfirmFormProps {
  /** Address that the form is sent to. */
  readonly action: string;
  readonly title: string;
  /** What follows, before it is done: one sentence each, or whatever a page has to show. */
  readonly explanation: string | readonly string[] | Child;
  /** Words of the button: what is done, as a verb. */
  readonly submit: string;
  /** For what cannot be undone. */
  readonly isDanger?: boolean;
  /** Asks for a reason in own words, in the field `reason`. */
  readonly reasonLabel?: string;
  readonly form?: FormState;
  /** Where one goes instead; on a page of its own. */
  readonly cancel?: string;
  /** Folded away until somebody wants it: for several of them on one page. */
  readonly isFolded?: boolean;
  /** Further fields, such as a choice of reasons. */
  readonly children?: Child;
}

/** Asks before something is done that somebody may regret; works without script. */
export const ConfirmForm = ({ isFolded = false, ...props }: ConfirmFormProps) => {
  if (!isFolded)
    return (
      <section class={props.isDanger ? 'card confirm confirm-danger' : 'card confirm'}>
        <h2>{props.title}</h2>
        <Body {...props} />
      </section>
    );
  const isWrong = Object.keys(props.form?.errors ?? {}).length > 0;
  return (
    <details class={props.isDanger ? 'card confirm confirm-danger' : 'card confirm'} open={isWrong}>
      <summary>{props.title}</summary>
      <Body {...props} />
    </details>
  );
};

const Body = ({
  form = EMPTY_FORM,
  action,
  submit,
  reasonLabel,
  cancel,
  ...props
}: Omit<ConfirmFormProps, 'title'>) => {
  const { t } = usePage();
  return (
    <form method="post" action={action}>
      <ErrorSummary form={form} />
      <Explanation of={props.explanation} />
      {props.children}
      {reasonLabel && <Input name="reason" label={reasonLabel} form={form} more={{ required: true, maxlength: 500 }} />}
      <div class="actions">
        <button type="submit" class={props.isDanger ? 'danger' : 'main'}>
          {props.isDanger && <Icon name="triangle-alert" />}
          {submit}
        </button>
        {cancel && <a href={cancel}>{t('cases.cancel')}</a>}
      </div>
    </form>
  );
};

const Explanation = ({ of }: { readonly of: ConfirmFormProps['explanation'] }) => {
  if (typeof of === 'string') return <p>{of}</p>;
  if (!isSentences(of)) return <>{of}</>;
  return (
    <ul>
      {of.map((sentence) => (
        <li>{sentence}</li>
      ))}
    </ul>
  );
};

function isSentences(explanation: ConfirmFormProps['explanation']): explanation is readonly string[] {
  return Array.isArray(explanation) && explanation.every((each) => typeof each === 'string');
}
