import type { TextKey } from '../../../adapters/texts.ts';
import { Layout } from '../../components/layout.tsx';
import { usePage } from '../../page.tsx';
import { Contact } from './contact.tsx';

const WORKS = [
  'public.accessibility.works-1',
  'public.accessibility.works-2',
  'public.accessibility.works-3',
  'public.accessibility.works-4',
] as const;
const LIMITS = ['public.accessibility.limits-1', 'public.accessibility.limits-2'] as const;

export const Accessibility = ({ contact }: { readonly contact: string }) => {
  const { t } = usePage();
  return (
    <Layout title={t('public.accessibility.title')} isFindable>
      <h1>{t('public.accessibility.title')}</h1>
      <p class="lede">{t('public.accessibility.lede')}</p>
      <h2>{t('public.accessibility.works')}</h2>
      <List keys={WORKS} />
      <h2>{t('public.accessibility.aim')}</h2>
      <p>{t('public.accessibility.aim-text')}</p>
      <h2>{t('public.accessibility.limits')}</h2>
      <List keys={LIMITS} />
      <h2>{t('public.accessibility.contact')}</h2>
      <Contact text="public.accessibility.contact-text" contact={contact} />
    </Layout>
  );
};

const List = ({ keys }: { readonly keys: readonly TextKey[] }) => {
  const { t } = usePage();
  return (
    <ul>
      {keys.map((key) => (
        <li>{t(key)}</li>
      ))}
    </ul>
  );
};
