import type { Child } from 'hono/jsx';
import type { TextKey } from '../../../adapters/texts.ts';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { usePage } from '../../page.tsx';
import { CaseTags, Face } from './case-row.tsx';
import type { CaseHead, Undo } from './open-case.tsx';

const TABS = {
  overview: 'cases.overview',
  photos: 'cases.photos',
  places: 'cases.places',
  candidates: 'cases.candidates',
  history: 'cases.history',
  notes: 'cases.notes',
  documents: 'cases.documents',
  settings: 'cases.settings',
} as const satisfies Record<string, TextKey>;
type CaseTab = keyof typeof TABS;

interface CaseFrameProps extends CaseHead {
  readonly tab: CaseTab;
  readonly children?: Child;
}

/** Every page of a case: who it is about, how it stands, and where else one can go. */
export const CaseFrame = ({ file, faceUrl, undo, tab, children }: CaseFrameProps) => {
  const { t } = usePage();
  return (
    <Layout title={`${file.number} · ${t(TABS[tab])}`} kind="desk">
      <p class="back">
        <a href="/cases">
          <Icon name="arrow-left" />
          {t('cases.title')}
        </a>
      </p>
      <header class="case-head">
        <Face url={faceUrl} />
        <div>
          <h1>{file.childName}</h1>
          <p class="hint">
            <bdi class="code">{file.number}</bdi> ·{' '}
            <bdi>
              <Ages file={file} />
            </bdi>
          </p>
          <CaseTags {...file} officerId={file.officer?.id ?? null} />
        </div>
      </header>
      <nav class="tabs" aria-label={t('cases.pages-of-case')}>
        {(Object.keys(TABS) as CaseTab[]).map((each) => (
          <a
            href={each === 'overview' ? `/cases/${file.id}` : `/cases/${file.id}/${each}`}
            {...(each === tab && { 'aria-current': 'page' as const })}
          >
            {t(TABS[each])}
          </a>
        ))}
      </nav>
      {undo && <UndoNotice id={file.id} undo={undo} />}
      {children}
    </Layout>
  );
};

const Ages = ({ file }: Pick<CaseHead, 'file'>) => {
  const { t } = usePage();
  if (file.ageNow === null) return <>{t('cases.age-unknown')}</>;
  const now = t('cases.age', { years: file.ageNow });
  if (file.ageWhenMissed === null || file.ageWhenMissed === file.ageNow) return <>{now}</>;
  return <>{t('cases.ages', { missed: t('cases.age', { years: file.ageWhenMissed }), now })}</>;
};

const UndoNotice = ({ id, undo }: { readonly id: string; readonly undo: Undo }) => {
  const { t } = usePage();
  return (
    <div class="notice">
      <Icon name="undo-2" />
      <form method="post" action={`/cases/${id}/undo`}>
        {undo.what === 'unlink'
          ? t('cases.unlinked', { number: undo.number })
          : t(undo.isPublic ? 'cases.now-public' : 'cases.no-longer-public')}{' '}
        <button type="submit" class="plain">
          {t('cases.undo')}
        </button>
      </form>
    </div>
  );
};
