import type { Certificate } from '../../../services/purge/certificate.ts';
import { Icon } from '../../components/icon.tsx';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';
import { CaseFrame } from './case-frame.tsx';
import { Fact } from './facts.tsx';
import type { CaseHead } from './open-case.tsx';

export interface DocumentsData extends CaseHead {
  readonly certificates: readonly Certificate[];
}

/** What can be taken out of the case: on paper, as a file, as proof. */
export const Documents = (data: DocumentsData) => {
  const { t, can } = usePage();
  const { file } = data;
  return (
    <CaseFrame {...data} tab="documents">
      <h2 class="visually-hidden">{t('cases.documents')}</h2>
      <div class="grid">
        <section class="card">
          <h3>{t('cases.summary')}</h3>
          <p>{t('cases.summary-explained')}</p>
          <a class="button" href={`/cases/${file.id}/print`}>
            <Icon name="printer" />
            {t('cases.summary-open')}
          </a>
        </section>
        <section class="card">
          <h3>{t('cases.poster')}</h3>
          <p>{t(file.isPublic ? 'cases.poster-explained' : 'cases.poster-not')}</p>
          {file.isPublic && (
            <a class="button" href={`/cases/${file.id}/poster.pdf`}>
              <Icon name="file-text" />
              {t('cases.poster-open')}
            </a>
          )}
        </section>
        {can('case.export') && (
          <section class="card">
            <h3>{t('cases.export')}</h3>
            <p>{t('cases.export-explained')}</p>
            <a class="button" href={`/api/v1/cases/${file.id}/export`} download>
              <Icon name="download" />
              {t('cases.export-do')}
            </a>
          </section>
        )}
      </div>
      <Certificates {...data} />
    </CaseFrame>
  );
};

/** Proof of what was erased. */
const Certificates = ({ file, certificates }: DocumentsData) => {
  const { t } = usePage();
  const isClosed = file.state === 'resolved' || file.state === 'withdrawn';
  return (
    <section>
      <h2>{t('cases.certificates')}</h2>
      {certificates.length === 0 && (
        <p class="hint">{t(isClosed ? 'cases.certificates-soon' : 'cases.certificates-none')}</p>
      )}
      {certificates.map((certificate) => (
        <OneCertificate certificate={certificate} />
      ))}
      {certificates.length > 0 && (
        <p>
          <a class="button" href={`/api/v1/cases/${file.id}/certificates`} download={`${file.number}.json`}>
            <Icon name="download" />
            {t('cases.certificates-download')}
          </a>
        </p>
      )}
    </section>
  );
};

const OneCertificate = ({ certificate: { contents, hash } }: { readonly certificate: Certificate }) => {
  const { t, format } = usePage();
  const { erased, checks, what, reason, erasedAt } = contents;
  return (
    <article class="card">
      <h3>
        <Icon name="badge-check" /> {t('cases.certificate', { what })}
      </h3>
      <dl class="facts">
        <Fact name={t('cases.erased-at')}>
          <time datetime={erasedAt}>{format.dateTime(erasedAt, { withZone: true })}</time>
        </Fact>
        <Fact name={t('cases.closing-reason')}>{reason && t('cases.reason', { reason: selector(reason) })}</Fact>
        <Fact name={t('cases.erased')}>
          {t('cases.erased-counts', {
            templates: erased.templates.length,
            photos: erased.photos.length,
            files: erased.blobs.length,
          })}
        </Fact>
        <Fact name={t('cases.checked')}>
          {checks && (
            <>
              <time datetime={checks.checkedAt}>{format.dateTime(checks.checkedAt)}</time>: {t('cases.checked-gone')}
            </>
          )}
        </Fact>
        <Fact name={t('cases.signature')}>
          <span class="code">{hash}</span>
        </Fact>
      </dl>
    </article>
  );
};
