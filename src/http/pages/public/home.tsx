import { CallNumbers } from '../../components/call-numbers.tsx';
import { Icon } from '../../components/icon.tsx';
import type { IconName } from '../../components/icon-names.ts';
import { Layout } from '../../components/layout.tsx';
import { usePage } from '../../page.tsx';
import { CountryForm, type Numbers, whereOf } from './emergency.tsx';
import { Illustration } from './illustration.tsx';
import { SeenSteps } from './seen-steps.tsx';

/** The first page: what to do now, then who we are. */
export const Home = (numbers: Numbers) => {
  const { t } = usePage();
  return (
    <Layout title={t('public.home.title')} isFindable>
      <div class="hero">
        <div>
          <h1>{t('public.home.heading')}</h1>
          <p class="lede">{t('public.home.lede')}</p>
        </div>
        <Illustration />
      </div>
      <div class="doors">
        <Door href="/report" icon="eye" title={t('public.home.seen')} text={t('public.home.seen-text')} />
        <Door href="/missing" icon="heart" title={t('public.home.missing')} text={t('public.home.missing-text')} />
      </div>
      <Danger {...numbers} />
      <h2>{t('public.seen.title')}</h2>
      <SeenSteps numbers={numbers.numbers} />
      <How />
      <Safeguards />
    </Layout>
  );
};

interface DoorProps {
  readonly href: string;
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
}

const Door = ({ href, icon, title, text }: DoorProps) => (
  <a class="door" href={href}>
    <Icon name={icon} />
    <span>
      <strong>{title}</strong>
      <span>{text}</span>
    </span>
    <Icon name="arrow-right" />
  </a>
);

const Danger = (given: Numbers) => {
  const { t, format } = usePage();
  return (
    <section class="card" id="numbers" aria-labelledby="danger">
      <h2 id="danger">{t('public.home.danger')}</h2>
      <p>
        {t('public.home.danger-text')} {whereOf(given.numbers, t, format)}:
      </p>
      <CallNumbers numbers={given.numbers} />
      <CountryForm {...given} action="/#numbers" />
    </section>
  );
};

const HOW = [
  ['public.home.how-1', 'public.home.how-1-text'],
  ['public.home.how-2', 'public.home.how-2-text'],
  ['public.home.how-3', 'public.home.how-3-text'],
  ['public.home.how-4', 'public.home.how-4-text'],
] as const;

const How = () => {
  const { t } = usePage();
  return (
    <>
      <h2>{t('public.home.how')}</h2>
      <ol class="steps">
        {HOW.map(([title, text]) => (
          <li>
            <div>
              <h3>{t(title)}</h3>
              <p>{t(text)}</p>
            </div>
          </li>
        ))}
      </ol>
    </>
  );
};

const SAFEGUARDS = [
  'public.home.safe-1',
  'public.home.safe-2',
  'public.home.safe-3',
  'public.home.safe-4',
  'public.home.safe-5',
] as const;

const Safeguards = () => {
  const { t } = usePage();
  return (
    <>
      <h2>{t('public.home.safe')}</h2>
      <ul>
        {SAFEGUARDS.map((key) => (
          <li>{t(key)}</li>
        ))}
      </ul>
      <p>
        <a href="/privacy">{t('public.home.safe-more')}</a>
      </p>
    </>
  );
};
