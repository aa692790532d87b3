import { Input } from '../../components/field.tsx';
import { Island } from '../../components/island.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';

interface PasswordInputProps {
  readonly form: FormState;
  readonly label: string;
  readonly hint?: string;
  readonly name?: string;
  /** A password is being chosen: the script says how strong it is. */
  readonly isNew?: boolean;
}

/** A password, which the script can show; and how good a new one is, before it is sent. */
export const PasswordInput = ({ form, label, hint, name = 'password', isNew = false }: PasswordInputProps) => {
  const { t } = usePage();
  return (
    <password-input data-show={t('account.password-show')} data-hide={t('account.password-hide')}>
      <Input
        type="password"
        name={name}
        label={label}
        hint={isNew ? (hint ?? t('account.password-hint')) : hint}
        form={{ ...form, values: {} }}
        more={{ autocomplete: isNew ? 'new-password' : 'current-password', required: true, maxlength: 200 }}
      />
      {isNew && <p class="hint" data-part="strength" role="status" hidden />}
      <Island name="password-input" />
    </password-input>
  );
};
