import type { Child } from 'hono/jsx';
import type { FormState } from '../forms.ts';
import { usePage } from '../page.tsx';
import { Icon } from './icon.tsx';

interface FieldProps {
  readonly name: string;
  readonly label: string;
  /** One line below the label. */
  readonly hint?: string | undefined;
  readonly form: FormState;
  /** Shown before the form was sent the first time. */
  readonly value?: string | undefined;
  readonly isOptional?: boolean;
}

interface InputProps extends FieldProps {
  readonly type?: string;
  /** Further attributes of the input: autocomplete, inputmode, max … */
  readonly more?: Readonly<Record<string, string | number | boolean>>;
  /** `short` for ages and codes. */
  readonly size?: 'short' | 'medium';
}

/** One line of text, a date, a number. */
export const Input = ({ type = 'text', more = {}, size, ...field }: InputProps) => (
  <Field {...field}>
    <input
      type={type}
      class={size ? `input-${size}` : undefined}
      {...inputOf(field)}
      value={shownValue(field)}
      {...more}
    />
  </Field>
);

/** Several lines of text. */
export const TextArea = ({
  rows = 4,
  more = {},
  ...field
}: FieldProps & { rows?: number; more?: InputProps['more'] }) => (
  <Field {...field}>
    <textarea rows={rows} {...inputOf(field)} {...more}>
      {shownValue(field)}
    </textarea>
  </Field>
);

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string | undefined;
}

/** One of many. @param empty what stands there before anything is chosen */
export const Select = ({ choices, empty, ...field }: FieldProps & { choices: readonly Choice[]; empty?: string }) => (
  <Field {...field}>
    <select {...inputOf(field)}>
      {empty !== undefined && <option value="">{empty}</option>}
      {choices.map(({ value, label }) => (
        <option value={value} selected={value === shownValue(field)}>
          {label}
        </option>
      ))}
    </select>
  </Field>
);

/** One of few, all in sight. */
export const Radios = ({ choices, ...field }: FieldProps & { choices: readonly Choice[] }) => (
  <Choices {...field} kind="radio" choices={choices} chosen={[shownValue(field)]} />
);

/** Any of few. */
export const Checkboxes = ({
  choices,
  chosen,
  ...field
}: FieldProps & { choices: readonly Choice[]; chosen: readonly string[] }) => (
  <Choices {...field} kind="checkbox" choices={choices} chosen={chosen} />
);

/** Yes or no. */
export const Checkbox = ({ form, name, label, hint, value }: FieldProps) => (
  <div class={`field choice ${form.errors[name] ? 'field-wrong' : ''}`}>
    <input
      type="checkbox"
      {...inputOf({ name, hint, form })}
      value="yes"
      checked={(form.values[name] ?? value) === 'yes'}
    />
    <label for={idOf(name)}>{label}</label>
    {hint && (
      <p class="hint" id={`${idOf(name)}-hint`}>
        {hint}
      </p>
    )}
    <ErrorOf name={name} form={form} />
  </div>
);

/** What must be mended, on top of the form, with links to each place. */
export const ErrorSummary = ({ form }: { readonly form: FormState }) => {
  const { t } = usePage();
  const errors = Object.entries(form.errors);
  if (errors.length === 0) return null;
  return (
    <div class="notice notice-wrong" role="alert" id="errors" tabindex={-1}>
      <Icon name="circle-alert" />
      <div>
        <h2>{t('form.errors', { count: errors.length })}</h2>
        <ul>
          {errors.map(([name, message]) => (
            <li>{name ? <a href={`#${idOf(name)}`}>{message}</a> : message}</li>
          ))}
        </ul>
      </div>
    </div>
  );
};

const Field = ({ name, label, hint, form, isOptional, children }: FieldProps & { readonly children?: Child }) => {
  const { t } = usePage();
  return (
    <div class={`field ${form.errors[name] ? 'field-wrong' : ''}`}>
      <label for={idOf(name)}>
        {label}
        {isOptional && <span class="optional"> {t('form.optional')}</span>}
      </label>
      {hint && (
        <p class="hint" id={`${idOf(name)}-hint`}>
          {hint}
        </p>
      )}
      <ErrorOf name={name} form={form} />
      {children}
    </div>
  );
};

interface ChoicesProps extends FieldProps {
  readonly kind: 'radio' | 'checkbox';
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[];
}

const Choices = ({ name, label, hint, form, isOptional, kind, choices, chosen }: ChoicesProps) => {
  const { t } = usePage();
  return (
    <fieldset class={`field ${form.errors[name] ? 'field-wrong' : ''}`} id={idOf(name)}>
      <legend>
        {label}
        {isOptional && <span class="optional"> {t('form.optional')}</span>}
      </legend>
      {hint && <p class="hint">{hint}</p>}
      <ErrorOf name={name} form={form} />
      {choices.map((choice, index) => (
        <div class="choice">
          <input
            type={kind}
            id={`${idOf(name)}-${index}`}
            name={name}
            value={choice.value}
            checked={chosen.includes(choice.value)}
          />
          <label for={`${idOf(name)}-${index}`}>{choice.label}</label>
          {choice.hint && <p class="hint">{choice.hint}</p>}
        </div>
      ))}
    </fieldset>
  );
};

const ErrorOf = ({ name, form }: Pick<FieldProps, 'name' | 'form'>) => {
  const message = form.errors[name];
  if (!message) return null;
  return (
    <p class="error" id={`${idOf(name)}-error`}>
      <Icon name="circle-alert" />
      {message}
    </p>
  );
};

function idOf(name: string): string {
  return `f-${name}`;
}

function shownValue({ form, name, value }: Pick<FieldProps, 'name' | 'form' | 'value'>): string {
  return form.values[name] ?? value ?? '';
}

function inputOf({ name, hint, form }: Pick<FieldProps, 'name' | 'hint' | 'form'>) {
  const described = [hint && `${idOf(name)}-hint`, form.errors[name] && `${idOf(name)}-error`]
    .filter(Boolean)
    .join(' ');
  return {
    id: idOf(name),
    name,
    ...(described && { 'aria-describedby': described }),
    ...(form.errors[name] && { 'aria-invalid': 'true' }),
  } as const;
}
