import type { Report } from '../../../services/sightings/report.ts';
import { CallNumbers } from '../../components/call-numbers.tsx';
import { Icon } from '../../components/icon.tsx';
import { Island } from '../../components/island.tsx';
import { Layout } from '../../components/layout.tsx';
import { QrCode } from '../../components/qr-code.tsx';
import { usePage } from '../../page.tsx';

interface ReceiptProps {
  readonly trackingCode: string;
  readonly report: Report;
}

const NEXT = ['report.next-1', 'report.next-2', 'report.next-3', 'report.next-4'] as const;

/** What a reporter keeps: the code, and what happens now. The same whatever is found. */
export const Receipt = ({ trackingCode, report }: ReceiptProps) => {
  const { t, format } = usePage();
  return (
    <Layout title={t('report.sent-title')} kind="form">
      <h1>{t('report.sent-title')}</h1>
      <p class="lede">{t('report.sent-lede')}</p>
      <Code trackingCode={trackingCode} />
      <dl class="facts">
        <dt>{t('report.seen')}</dt>
        <dd>
          <time datetime={report.seenAt}>{format.dateTime(report.seenAt, { withZone: true })}</time>
        </dd>
        <dt>{t('report.photos')}</dt>
        <dd>{t('report.photo-count', { count: report.photos.length })}</dd>
        <dt>{t('report.kept-until')}</dt>
        <dd>{format.date(report.keptUntil)}</dd>
      </dl>
      <h2>{t('report.next-title')}</h2>
      <ol class="steps">
        {NEXT.map((key) => (
          <li>
            <p>{t(key)}</p>
          </li>
        ))}
      </ol>
      <section class="card" aria-labelledby="call">
        <h2 id="call">{t('report.call')}</h2>
        <p>{t('report.call-text')}</p>
        <CallNumbers numbers={report.emergencyNumbers} />
      </section>
      <div class="actions no-print">
        <a class="button main" href={`/follow/${trackingCode}`}>
          {t('report.open')}
        </a>
        <form method="post" action="/report/forget">
          <button type="submit">{t('report.finish')}</button>
        </form>
      </div>
    </Layout>
  );
};

const Code = ({ trackingCode }: Pick<ReceiptProps, 'trackingCode'>) => {
  const { t, origin } = usePage();
  return (
    <section class="card receipt" aria-labelledby="code">
      <div>
        <h2 id="code">{t('report.code')}</h2>
        <p class="tracking-code code">
          <bdi dir="ltr">{trackingCode}</bdi>
        </p>
        <p>{t('report.code-keep')}</p>
        <receipt-tools data-code={trackingCode} data-copied={t('report.copied')} hidden>
          <button type="button" class="small" data-copy>
            <Icon name="copy" />
            {t('report.copy')}
          </button>
          <button type="button" class="small" data-print>
            <Icon name="printer" />
            {t('report.print')}
          </button>
          <span role="status" />
        </receipt-tools>
        <Island name="receipt-tools" />
      </div>
      <QrCode text={`${origin}/follow/${trackingCode}`} label={t('report.qr')} />
    </section>
  );
};
