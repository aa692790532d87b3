import type { TextKey } from '../../../adapters/texts.ts';
import type { EmergencyNumbers } from '../../../services/sightings/emergency-numbers.ts';
import { CallNumbers } from '../../components/call-numbers.tsx';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { usePage } from '../../page.tsx';

const HOUR = [
  'public.missing.hour-1',
  'public.missing.hour-2',
  'public.missing.hour-3',
  'public.missing.hour-4',
  'public.missing.hour-5',
] as const;
const READY = [
  'public.missing.ready-1',
  'public.missing.ready-2',
  'public.missing.ready-3',
  'public.missing.ready-4',
  'public.missing.ready-5',
] as const;
const THEN = [
  'public.missing.then-1',
  'public.missing.then-2',
  'public.missing.then-3',
  'public.missing.then-4',
] as const;

/** For a family: the police first, then the search at home, then us. */
export const Missing = ({ numbers }: { readonly numbers: EmergencyNumbers }) => {
  const { t } = usePage();
  return (
    <Layout title={t('public.missing.title')} isFindable>
      <h1>{t('public.missing.title')}</h1>
      <p class="lede">{t('public.missing.lede')}</p>
      <section class="card" aria-labelledby="call">
        <h2 id="call">{t('public.missing.call')}</h2>
        <p>{t('public.missing.call-text')}</p>
        <CallNumbers numbers={numbers} />
        <p class="hint">
          <a href="/emergency">
            {t('public.emergency.title')}: {t('public.emergency.all')}
          </a>
        </p>
      </section>
      <h2>{t('public.missing.hour')}</h2>
      <ol class="steps">
        <Items keys={HOUR} />
      </ol>
      <h2>{t('public.missing.ready')}</h2>
      <ul>
        <Items keys={READY} />
      </ul>
      <section class="card" aria-labelledby="homeward">
        <h2 id="homeward">{t('public.missing.homeward')}</h2>
        <p>{t('public.missing.homeward-text')}</p>
        <div class="actions">
          <a class="button main" href="/account/register">
            <Icon name="folder-plus" />
            {t('public.missing.register')}
          </a>
          <a class="button" href="/account/sign-in">
            {t('public.missing.sign-in')}
          </a>
        </div>
      </section>
      <h2>{t('public.missing.then')}</h2>
      <ul>
        <Items keys={THEN} />
      </ul>
    </Layout>
  );
};

const Items = ({ keys }: { readonly keys: readonly TextKey[] }) => {
  const { t } = usePage();
  return (
    <>
      {keys.map((key) => (
        <li>
          <p>{t(key)}</p>
        </li>
      ))}
    </>
  );
};
