import type { GuardianCase as CaseFile } from '../../../services/cases/case-view.ts';
import type { Note } from '../../../services/cases/notes.ts';
import type { TimelineEvent } from '../../../services/cases/timeline.ts';
import type { GuardianNews } from '../../../services/matches/guardian-news.ts';
import type { Certificate } from '../../../services/purge/certificate.ts';
import { ErrorSummary, TextArea } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { Layout } from '../../components/layout.tsx';
import { LiveList } from '../../components/live-list.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { StateTag } from './guardian-list.tsx';
import { type OwnPhoto, PhotoList } from './photo-list.tsx';
import { AddPhotos } from './photos-step.tsx';
import { stepPath } from './steps.ts';

export interface GuardianCaseData {
  readonly file: CaseFile;
  /** Newest first. */
  readonly timeline: readonly TimelineEvent[];
  readonly notes: readonly Note[];
  readonly news: readonly GuardianNews[];
  readonly photos: readonly OwnPhoto[];
  readonly certificates: readonly Certificate[];
  readonly photoForm: FormState;
  readonly messageForm: FormState;
  /** Largest photo that is taken, bytes. */
  readonly mostBytes: number;
}

/** A case for the child's own people: where it stands, what they can do, and whom to ask. */
export const GuardianCase = (data: GuardianCaseData) => {
  const { t } = usePage();
  const { file, timeline } = data;
  const isRead = timeline.some(({ action }) => action === 'case.take-over') || file.state !== 'draft';
  const isClosed = file.state === 'resolved' || file.state === 'withdrawn';
  return (
    <Layout title={file.childName}>
      <p class="back">
        <a href="/cases">
          <Icon name="arrow-left" /> {t('guardian.list')}
        </a>
      </p>
      <h1>{file.childName}</h1>
      <p>
        <StateTag state={file.state} isRead={isRead} />{' '}
        <span class="hint">{t('guardian.case-number', { number: file.number })}</span>
      </p>
      <News {...data} />
      <Now {...data} isRead={isRead} />
      {!isClosed && <CanDo {...data} />}
      <Messages {...data} />
      <Photos {...data} isClosed={isClosed} />
      <History {...data} />
      <Certificates {...data} />
      <NeverShown />
    </Layout>
  );
};

/** What an officer has released, and nothing before. */
const News = ({ news, file }: GuardianCaseData) => {
  const { t, format } = usePage();
  return (
    <>
      {news.map(({ releasedAt }) => (
        <section class="notice" aria-labelledby="news">
          <Icon name="heart-handshake" />
          <div>
            <h2 id="news">{t('guardian.news', { child: file.childName })}</h2>
            <p>{t('guardian.news-text')}</p>
            <p>
              <Call file={file} />
            </p>
            <p class="hint">
              <time datetime={releasedAt}>{format.dateTime(releasedAt)}</time>
            </p>
          </div>
        </section>
      ))}
    </>
  );
};

const Call = ({ file }: { readonly file: CaseFile }) => {
  const { t } = usePage();
  const { name, phone } = file.agency;
  if (!phone) return <>{t('guardian.call-agency', { agency: name, number: file.number })}</>;
  return (
    <>
      {t('guardian.call-agency', { agency: name, number: file.number })}{' '}
      <a href={`tel:${phone.replace(/[^+\d]/g, '')}`}>
        <bdi>{phone}</bdi>
      </a>
    </>
  );
};

const Now = ({ file, notes, isRead }: GuardianCaseData & { readonly isRead: boolean }) => {
  const { t } = usePage();
  const isSent = notes.some(({ isFromGuardian }) => isFromGuardian);
  const stage = file.state === 'draft' ? (isRead ? 'read' : isSent ? 'sent' : 'draft') : file.state;
  return (
    <section class="card">
      <h2>{t('guardian.now')}</h2>
      <p>{t('guardian.now-text', { stage, agency: file.agency.name })}</p>
      {file.isEditable && (
        <p>
          <a class={isSent ? 'button' : 'button main'} href={stepPath(file.id, isSent ? 'child' : 'last-seen')}>
            {t(isSent ? 'guardian.change-description' : 'guardian.go-on')}
          </a>
        </p>
      )}
      {file.isEditable && !isSent && (
        <p>
          <a href={stepPath(file.id, 'check')}>{t('guardian.to-check')}</a>
        </p>
      )}
    </section>
  );
};

const CanDo = ({ file }: GuardianCaseData) => {
  const { t } = usePage();
  return (
    <section>
      <h2>{t('guardian.can-do')}</h2>
      <ul>
        <li>
          <a href="#add-photos">{t('guardian.can-photos')}</a>
        </li>
        <li>
          <a href="#write">{t('guardian.can-write', { agency: file.agency.name })}</a>
        </li>
        <li>
          {t('guardian.can-call')} <Call file={file} />
        </li>
      </ul>
    </section>
  );
};

const Messages = ({ file, notes, messageForm }: GuardianCaseData) => {
  const { t, format } = usePage();
  return (
    <section id="messages">
      <h2>{t('guardian.messages')}</h2>
      <LiveList id="own-messages" topics={['messages']}>
        {notes.length === 0 && <p class="hint">{t('guardian.messages-none')}</p>}
        {notes.map(({ author, text, createdAt, isFromGuardian }) => (
          <article class="card">
            <p class="eyebrow">
              {isFromGuardian ? t('guardian.you') : author} ·{' '}
              <time datetime={createdAt}>{format.dateTime(createdAt)}</time>
            </p>
            {text.split(/\n{2,}/).map((paragraph) => (
              <p dir="auto">{paragraph}</p>
            ))}
          </article>
        ))}
      </LiveList>
      <form method="post" action={`/my-cases/${file.id}/message`} id="write">
        <ErrorSummary form={messageForm} />
        <TextArea
          name="text"
          label={t('guardian.write', { agency: file.agency.name })}
          hint={t('guardian.write-hint')}
          form={messageForm}
          rows={4}
          more={{ maxlength: 5000, required: true }}
        />
        <button type="submit">
          <Icon name="send" />
          {t('guardian.message-send')}
        </button>
      </form>
    </section>
  );
};

const Photos = ({
  file,
  photos,
  photoForm,
  mostBytes,
  isClosed,
}: GuardianCaseData & { readonly isClosed: boolean }) => {
  const { t } = usePage();
  return (
    <section id="photos">
      <h2>{t('guardian.photos')}</h2>
      {isClosed && photos.length === 0 ? (
        <p>{t('guardian.photos-erased')}</p>
      ) : (
        <PhotoList caseId={file.id} photos={photos} back={`/cases/${file.id}`} isEditable={!isClosed} />
      )}
      {!isClosed && (
        <div id="add-photos">
          <h3>{t('guardian.photos-add')}</h3>
          <p>{t('guardian.photos-help')}</p>
          <AddPhotos action={`/my-cases/${file.id}/photos`} form={photoForm} mostBytes={mostBytes} />
        </div>
      )}
    </section>
  );
};

const History = ({ timeline }: GuardianCaseData) => {
  const { t, format } = usePage();
  return (
    <section>
      <h2>{t('guardian.history')}</h2>
      <ol class="steps">
        {[...timeline].reverse().map(({ at, action }) => (
          <li>
            <div>
              <p>{t('guardian.event', { action: selector(action.replace('case.', '')) })}</p>
              <p class="hint">
                <time datetime={at}>{format.dateTime(at)}</time>
              </p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
};

/** The proof of what was erased, in words; the signed certificate itself is the agency's to give. */
const Certificates = ({ certificates }: GuardianCaseData) => {
  const { t, format } = usePage();
  if (certificates.length === 0) return null;
  return (
    <section>
      <h2>{t('guardian.erased')}</h2>
      {certificates.map(({ contents, hash }) => (
        <article class="card">
          <p>
            {t('guardian.erased-what', {
              what: contents.what,
              faces: contents.erased.faces.length,
              photos: contents.erased.photos.length,
              date: format.date(contents.erasedAt),
            })}
          </p>
          {contents.checks && (
            <p>{t('guardian.erased-checked', { date: format.dateTime(contents.checks.checkedAt) })}</p>
          )}
          <details>
            <summary>{t('guardian.erased-proof')}</summary>
            <p>
              <code>{hash}</code>
            </p>
          </details>
        </article>
      ))}
    </section>
  );
};

const NeverShown = () => {
  const { t } = usePage();
  return (
    <details class="card">
      <summary>{t('guardian.never')}</summary>
      <p>{t('guardian.never-text')}</p>
      <p>{t('guardian.never-end')}</p>
    </details>
  );
};
