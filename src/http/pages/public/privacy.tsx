import type { TextKey, TextValues } from '../../../adapters/texts.ts';
import type { Config } from '../../../config.ts';
import { Layout } from '../../components/layout.tsx';
import { usePage } from '../../page.tsx';
import { Contact } from './contact.tsx';

type Kept = Pick<Config, 'keepDays' | 'sightingDays' | 'securityContact'>;

/** What is kept, who sees it, and what never happens. */
export const Privacy = ({ config }: { readonly config: Kept }) => {
  const { t } = usePage();
  const { keepDays, sightingDays, securityContact } = config;
  return (
    <Layout title={t('public.privacy.title')} isFindable>
      <h1>{t('public.privacy.title')}</h1>
      <p class="lede">{t('public.privacy.lede')}</p>
      <h2 id="safeguards">{t('public.privacy.never')}</h2>
      <Points points={NEVER} />
      <h2>{t('public.privacy.report')}</h2>
      <Points
        points={[
          ['public.privacy.report-1', { days: sightingDays }],
          ['public.privacy.report-2', { days: keepDays.contacts }],
          ['public.privacy.report-3', { days: keepDays.sources }],
          ['public.privacy.report-4'],
        ]}
      />
      <h2>{t('public.privacy.case')}</h2>
      <Points
        points={[
          ['public.privacy.case-1'],
          ['public.privacy.case-2', { days: keepDays.closedPhotos }],
          ['public.privacy.case-3'],
        ]}
      />
      <h2>{t('public.privacy.mistakes')}</h2>
      <p>{t('public.privacy.mistakes-text')}</p>
      <h2>{t('public.privacy.cookies')}</h2>
      <p>{t('public.privacy.cookies-text')}</p>
      <h2>{t('public.privacy.rights')}</h2>
      <Contact text="public.privacy.rights-text" contact={securityContact} />
      <h2>{t('public.privacy.promise')}</h2>
      <p>{t('public.privacy.promise-text')}</p>
    </Layout>
  );
};

type Point = readonly [TextKey, TextValues?];

const NEVER: readonly Point[] = [
  ['public.privacy.never-1'],
  ['public.privacy.never-2'],
  ['public.privacy.never-3'],
  ['public.privacy.never-4'],
  ['public.privacy.never-5'],
];

const Points = ({ points }: { readonly points: readonly Point[] }) => {
  const { t } = usePage();
  return (
    <ul>
      {points.map(([key, values]) => (
        <li>{t(key, values)}</li>
      ))}
    </ul>
  );
};
