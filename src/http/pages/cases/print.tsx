import { Layout } from '../../components/layout.tsx';
import { usePage } from '../../page.tsx';
import { Circumstances, Description, Fact } from './facts.tsx';
import type { CaseHead } from './open-case.tsx';
import type { ShownPhoto } from './photos.tsx';

/** The case on paper, for a file or a court: what people recorded, and nothing that a computer thinks. */
export const PrintPage = ({ file, photos }: CaseHead & { readonly photos: readonly ShownPhoto[] }) => {
  const { t, format, now, viewer } = usePage();
  return (
    <Layout title={`${file.number} · ${t('cases.summary')}`} kind="public" styles={['staff.css']}>
      <p class="no-print">
        <a href={`/cases/${file.id}/documents`}>{t('cases.documents')}</a> · {t('cases.print-hint')}
      </p>
      <h1>{t('cases.summary-title', { number: file.number })}</h1>
      <dl class="facts">
        <Fact name={t('cases.agency')}>{file.agency.name}</Fact>
        <Fact name={t('cases.field-officer')}>{file.officer?.name}</Fact>
        <Fact name={t('cases.state-word')}>{t('cases.state', { state: file.state })}</Fact>
        <Fact name={t('cases.recorded')}>{format.dateTime(file.createdAt, { withZone: true })}</Fact>
        <Fact name={t('cases.last-change')}>{format.dateTime(file.updatedAt, { withZone: true })}</Fact>
      </dl>
      <h2>{t('cases.child')}</h2>
      <Description file={file} />
      <h2>{t('cases.circumstances')}</h2>
      <Circumstances file={file} />
      <h2>{t('cases.photos')}</h2>
      {photos.length === 0 && <p>{t('cases.photos-none')}</p>}
      <div class="print-photos">
        {photos.map((photo) => (
          <figure>
            {photo.url && <img src={photo.url} alt={t('cases.photo-of-child')} />}
            <figcaption class="hint">
              {photo.capturedOn ? format.partialDate(photo.capturedOn) : t('cases.date-unknown')} · SHA-256{' '}
              <span class="code">{photo.sha256}</span>
            </figcaption>
          </figure>
        ))}
      </div>
      <p class="hint">{t('cases.summary-neutral')}</p>
      <p class="hint">
        {t('cases.printed', { name: viewer?.name ?? '', when: format.dateTime(now, { withZone: true }) })}
      </p>
    </Layout>
  );
};
