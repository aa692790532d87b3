import type { TextKey } from '../../../adapters/texts.ts';
import { usePage } from '../../page.tsx';

interface ContactProps {
  /** With `<contact>{address}</contact>` in it. */
  readonly text: TextKey;
  /** `mailto:` or `https:`. */
  readonly contact: string;
}

/** A paragraph that says where to write. */
export const Contact = ({ text, contact }: ContactProps) => {
  const { texts } = usePage();
  const link = (parts: unknown[]) => <a href={contact}>{parts.join('')}</a>;
  return <p>{texts.parts(text, { address: contact.replace(/^mailto:/, ''), contact: link })}</p>;
};
