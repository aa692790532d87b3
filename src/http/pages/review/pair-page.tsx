import { COMPONENTS } from '../../../services/reviews/checklist.ts';
import type { SessionView } from '../../../services/reviews/session-view.ts';
import { Island } from '../../components/island.tsx';
import { Layout } from '../../components/layout.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { JudgementForm } from './checklist-form.tsx';
import { type ComparedPicture, CompareView } from './compare-view.tsx';
import { Lease } from './lease.tsx';
import { ShortcutsHelp } from './shortcuts-help.tsx';
import { ReviewSteps } from './steps.tsx';

export interface PairPageProps {
  readonly session: SessionView;
  readonly pairId: string;
  readonly probe: ComparedPicture;
  readonly references: readonly ComparedPicture[];
  readonly form: FormState;
  readonly isConfirming: boolean;
}

/** A pair to compare. Nothing here tells who, where or when. */
export const PairPage = ({ session, pairId, probe, references, form, isConfirming }: PairPageProps) => {
  const { t } = usePage();
  const { pairs } = session;
  const count = pairs.length;
  const number = pairs.findIndex(({ id }) => id === pairId) + 1;
  const title = t('review.pair', { number, count });
  return (
    <Layout title={title} kind="desk">
      <Island name="review-shortcuts" />
      <review-shortcuts progress={t('review.progress', { done: '{done}', count: COMPONENTS.length })}>
        <div class="review-head">
          <h1>{title}</h1>
          <ReviewSteps now="compare" />
          <ShortcutsHelp />
          <Lease session={session} draft={pairId} />
        </div>
        <div class="review-desk">
          <CompareView probe={probe} references={references} />
          <JudgementForm action={`/review/${session.id}/pairs/${pairId}`} form={form} isConfirming={isConfirming} />
        </div>
        <OtherPairs session={session} pairId={pairId} />
      </review-shortcuts>
    </Layout>
  );
};

const OtherPairs = ({ session, pairId }: Pick<PairPageProps, 'session' | 'pairId'>) => {
  const { t } = usePage();
  const count = session.pairs.length;
  const judged = session.pairs.filter(({ isJudged }) => isJudged).length;
  return (
    <nav aria-label={t('review.other-pair')} class="review-pairs">
      <p class="hint">{t('review.judged-so-far', { judged, count })}</p>
      {session.pairs.map(({ id, isJudged }, index) => {
        const label = t('review.pair', { number: index + 1, count });
        if (isJudged || id === pairId) return <span {...(id === pairId && { 'aria-current': 'page' })}>{label}</span>;
        return <a href={`/review/${session.id}/pairs/${id}`}>{label}</a>;
      })}
    </nav>
  );
};
