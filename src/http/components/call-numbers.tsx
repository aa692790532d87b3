import type { EmergencyNumbers } from '../../services/sightings/emergency-numbers.ts';
import { usePage } from '../page.tsx';
import { Icon } from './icon.tsx';

/** Whom to call now: numbers that a phone dials at a tap. */
export const CallNumbers = ({ numbers }: { readonly numbers: EmergencyNumbers }) => {
  const { t } = usePage();
  const { emergency, police, missingChildren, childHelpline } = numbers;
  return (
    <ul class="calls">
      <Call number={emergency} what={t('public.emergency.emergency')} isFirst />
      {police && police !== emergency && <Call number={police} what={t('public.emergency.police')} />}
      {missingChildren && (
        <Call
          number={missingChildren.number}
          what={t('public.emergency.missing-children')}
          name={missingChildren.name}
        />
      )}
      {childHelpline && childHelpline.number !== missingChildren?.number && (
        <Call number={childHelpline.number} what={t('public.emergency.child-helpline')} name={childHelpline.name} />
      )}
    </ul>
  );
};

interface CallProps {
  readonly number: string;
  readonly what: string;
  /** Of the hotline, as it calls itself. */
  readonly name?: string;
  readonly isFirst?: boolean;
}

const Call = ({ number, what, name, isFirst = false }: CallProps) => (
  <li>
    <a class={isFirst ? 'call call-first' : 'call'} href={`tel:${number}`}>
      <Icon name="phone" />
      <span>
        <strong dir="ltr">{number}</strong> {what}
        {name && <small>{name}</small>}
      </span>
    </a>
  </li>
);
