import type { PublicCase } from '../../../services/cases/public.ts';
import type { EmergencyNumbers } from '../../../services/sightings/emergency-numbers.ts';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { usePage } from '../../page.tsx';
import { SeenSteps } from './seen-steps.tsx';

interface ChildProps {
  readonly child: PublicCase;
  readonly numbers: EmergencyNumbers;
}

/** A missing child, for anybody who may have seen them. */
export const Child = ({ child, numbers }: ChildProps) => {
  const { t, origin } = usePage();
  const { id, firstName: name, ageNow, hasPicture } = child;
  const share = {
    title: t('public.child.title', { name }),
    description: t('public.child.share', { name }),
    image: `${origin}/children/${id}/share.png`,
  };
  return (
    <Layout title={t('public.child.title', { name })} share={share}>
      <h1>{t('public.child.title', { name })}</h1>
      {ageNow !== null && <p class="lede">{t('public.children.age', { years: ageNow })}</p>}
      {hasPicture ? (
        <img class="portrait" src={`/children/${id}/photo`} alt={t('public.child.alt', { name })} />
      ) : (
        <p class="empty">{t('public.child.no-photo')}</p>
      )}
      <div class="actions">
        <a class="button main" href={`/report?case=${id}`}>
          <Icon name="eye" />
          {t('public.child.report', { name })}
        </a>
        <a class="button" href={`/children/${id}/poster.pdf`}>
          <Icon name="printer" />
          {t('public.child.poster')}
        </a>
      </div>
      <h2>{t('public.child.do', { name })}</h2>
      <SeenSteps numbers={numbers} />
      <h2>{t('public.child.about', { name })}</h2>
      <Facts {...child} />
      <p class="hint">{t('public.child.changed')}</p>
      <p class="notice">
        <Icon name="info" />
        {t('public.child.spread')}
      </p>
      <p>
        <a href="/children">{t('public.child.all')}</a>
      </p>
    </Layout>
  );
};

const Facts = (child: PublicCase) => {
  const { t, format } = usePage();
  const { ageNow, sex, lastSeenAt, heightCm } = child;
  const length = { style: 'unit', unit: 'centimeter' } as const;
  const facts = [
    [t('public.child.age'), ageNow === null ? null : t('public.children.age', { years: ageNow })],
    [t('public.child.sex'), sex && t('public.child.sex-value', { sex })],
    [t('public.child.last-seen'), lastSeenAt && format.date(lastSeenAt)],
    [t('public.child.place'), child.lastPlace],
    [t('public.child.country'), format.country(child.country)],
    [t('public.child.height'), heightCm === null ? null : format.number(heightCm, length)],
    [t('public.child.hair'), child.hairColour],
    [t('public.child.eyes'), child.eyeColour],
    [t('public.child.marks'), format.list(child.marks)],
    [t('public.child.clothing'), child.clothing],
  ] as const;
  return (
    <dl class="facts">
      {facts
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
    </dl>
  );
};
