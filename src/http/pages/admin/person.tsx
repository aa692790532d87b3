import type { Account } from '../../../db/accounts.ts';
import type { Session } from '../../../db/sessions.ts';
import { DataTable } from '../../components/data-table.tsx';
import { Icon } from '../../components/icon.tsx';
import { usePage } from '../../page.tsx';
import type { AgencyNames } from './agency-choices.ts';
import { type Base, Frame } from './frame.tsx';
import { Ago, Empty, Facts, Moment } from './parts.tsx';
import { agencyName, PersonState } from './people.tsx';

interface PersonProps {
  readonly base: Base;
  readonly person: Account;
  /** Null for who may not see them. */
  readonly sessions: readonly Session[] | null;
  readonly agencies: AgencyNames;
}

/** One account: what is known of it, and what can be done. */
export const PersonPage = (props: PersonProps) => {
  const { t, format, can } = usePage();
  const { base, person, sessions, agencies } = props;
  return (
    <Frame title={person.name}>
      <p>
        <PersonState person={person} />
      </p>
      <Facts
        of={[
          [t('admin.email'), <span class="breaks">{person.email}</span>],
          [t('admin.username'), person.username ?? '–'],
          [t('admin.role-label'), t('admin.role', { role: person.role })],
          [t('admin.agency'), agencyName(agencies, person.agencyId)],
          [t('admin.second-factor'), t(person.hasSecondFactor ? 'admin.second-factor-on' : 'admin.second-factor-off')],
          [t('admin.language'), format.language(person.locale)],
          [t('admin.since'), <Moment at={person.createdAt} />],
        ]}
      />
      {can('audit.read') && (
        <p>
          <a href={`/admin/audit?actorId=${person.id}`}>{t('admin.what-they-did')}</a>
        </p>
      )}
      <Changes {...props} />
      {sessions && <Sessions base={base} person={person} sessions={sessions} />}
    </Frame>
  );
};

const Changes = ({ base, person }: PersonProps) => {
  const { t, can, actor } = usePage();
  const here = `${base}/people/${person.id}`;
  const isSelf = actor.kind === 'account' && actor.accountId === person.id;
  const isStaff = person.role !== 'guardian';
  if (isSelf) return <p class="hint">{t('admin.person-self')}</p>;
  return (
    <section>
      <h2>{t('admin.person-changes')}</h2>
      <div class="actions">
        {isStaff && can('account.change-role') && (
          <a class="button" href={`${here}/role`}>
            <Icon name="pencil" />
            {t('admin.change-role')}
          </a>
        )}
        {person.hasSecondFactor && can('second-factor.reset') && (
          <a class="button" href={`${here}/reset-second-factor`}>
            <Icon name="smartphone" />
            {t('admin.reset-second-factor')}
          </a>
        )}
        {person.disabledAt ? (
          <a class="button" href={`${here}/enable`}>
            <Icon name="circle-check" />
            {t('admin.enable')}
          </a>
        ) : (
          <a class="button danger" href={`${here}/disable`}>
            <Icon name="ban" />
            {t('admin.disable')}
          </a>
        )}
      </div>
    </section>
  );
};

const Sessions = ({ base, person, sessions }: { base: Base; person: Account; sessions: readonly Session[] }) => {
  const { t } = usePage();
  const here = `${base}/people/${person.id}`;
  return (
    <section>
      <h2>{t('admin.sessions')}</h2>
      {sessions.length === 0 ? (
        <Empty icon="monitor">{t('admin.sessions-none')}</Empty>
      ) : (
        <>
          <DataTable
            caption={t('admin.sessions-caption')}
            head={[
              t('admin.device'),
              t('admin.network'),
              t('admin.last-used'),
              t('admin.signed-in'),
              t('admin.action'),
            ]}
            rows={sessions.map(({ id, userAgent, address, lastUsedAt, createdAt }) => [
              <span class="breaks">{userAgent || t('admin.device-unknown')}</span>,
              address ?? '–',
              <Ago at={lastUsedAt} />,
              <Moment at={createdAt} />,
              <form method="post" action={`${here}/sessions/${id}/end`}>
                <button type="submit" class="small">
                  {t('admin.session-end')}
                </button>
              </form>,
            ])}
          />
          <p class="actions">
            <a class="button" href={`${here}/end-sessions`}>
              <Icon name="log-out" />
              {t('admin.sessions-end')}
            </a>
          </p>
        </>
      )}
    </section>
  );
};
