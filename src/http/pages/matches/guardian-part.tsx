import type { GuardianLetter } from '../../../services/matches/guardian-letter.ts';
import type { MatchView } from '../../../services/matches/match-view.ts';
import { ConfirmForm } from '../../components/confirm-form.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';

/** What the guardian would read, in the guardian's language. */
export interface LetterPreview {
  readonly obstacle: GuardianLetter['obstacle'];
  readonly locale: string;
  readonly subject: string;
  readonly paragraphs: readonly string[];
}

interface GuardianProps {
  readonly match: MatchView;
  readonly letter: LetterPreview | null;
  readonly form: FormState;
}

/** Whether the guardian knows, and the one way by which they come to know. */
export const GuardianPart = ({ match, letter, form }: GuardianProps) => {
  const { t, format } = usePage();
  if (letter && !letter.obstacle && match.status === 'confirmed' && !match.releasedAt)
    return (
      <ConfirmForm
        action={`/matches/${match.id}/release`}
        title={t('matches.release')}
        explanation={<Preview letter={letter} />}
        submit={t('matches.release-submit')}
        form={form}
      />
    );
  if (match.status === 'refuted') return null;
  const news = match.releasedAt
    ? t('matches.guardian-told', { time: format.dateTime(match.releasedAt) })
    : t(OBSTACLES[letter?.obstacle ?? 'none']);
  return (
    <section class="card">
      <h2>{t('matches.guardian')}</h2>
      <p>{news}</p>
    </section>
  );
};

const OBSTACLES = {
  protected: 'matches.guardian-protected',
  'no-guardian': 'matches.guardian-none',
  none: 'matches.guardian-waits',
} as const;

const Preview = ({ letter }: { readonly letter: LetterPreview }) => (
  <>
    <p>{usePage().t('matches.release-explain')}</p>
    <blockquote class="notice" lang={letter.locale} dir={letter.locale === 'ar' ? 'rtl' : 'ltr'}>
      <div>
        <h3>{letter.subject}</h3>
        {letter.paragraphs.map((paragraph) => (
          <p>{paragraph}</p>
        ))}
      </div>
    </blockquote>
  </>
);
