import { SYSTEM } from '../../core/actor.ts';
import { findCandidateStory, findMatchStory, findRecipient, listOfficers } from '../../db/alerts.ts';
import { type Database, inTransaction } from '../../db/database.ts';
import type { JobData } from '../../db/jobs.ts';
import type { NewMessage } from '../../db/messages.ts';
import { listPushSubscriptions } from '../../db/push.ts';
import { listWebhooksFor } from '../../db/webhooks.ts';
import type { Platform } from '../../platform.ts';
import { audit } from '../audit.ts';
import { queueMessage } from './outbox.ts';

/**
 * Tell those who must know: officers of a candidate above the alert threshold and of a match that reviewers confirmed,
 * the guardian of a match that an officer has released.
 *
 * Told twice, nobody hears twice: each message has a key of what, whom and how.
 */
export async function raiseAlerts(app: Platform, data: JobData['raise-alerts']): Promise<void> {
  await inTransaction(app.db, (tx) =>
    'candidateId' in data ? alertOfCandidate(app, tx, data.candidateId) : alertOfMatch(app, tx, data.matchId),
  );
}

async function alertOfCandidate(app: Platform, tx: Database, candidateId: string): Promise<void> {
  const story = await findCandidateStory(tx, candidateId);
  if (!story?.isAlert || !story.isCurrent || story.state !== 'open') return;
  const told = await tellOfficers(app, tx, { ...story, kind: 'candidate-alert', candidateId });
  if (told > 0)
    await audit(app, tx, SYSTEM, {
      action: 'alert.raise',
      entity: 'candidate',
      entityId: candidateId,
      details: { recipients: told },
    });
}

async function alertOfMatch(app: Platform, tx: Database, matchId: string): Promise<void> {
  const story = await findMatchStory(tx, matchId);
  if (!story || story.status === 'refuted') return;
  const told =
    (await tellOfficers(app, tx, { ...story, kind: 'match-verified', matchId })) +
    (story.releasedAt ? await tellGuardian(app, tx, { ...story, matchId }) : 0);
  if (told > 0)
    await audit(app, tx, SYSTEM, {
      action: 'alert.raise',
      entity: 'match',
      entityId: matchId,
      details: { recipients: told },
    });
}

interface Subject {
  readonly kind: string;
  readonly agencyId: string;
  readonly caseId: string;
  readonly isProtected: boolean;
  readonly candidateId?: string;
  readonly matchId?: string;
}

async function tellOfficers(app: Platform, tx: Database, subject: Subject): Promise<number> {
  const officers = await listOfficers(tx, subject.agencyId, subject);
  const wanting = officers.filter(({ mode }) => mode !== 'off');
  // Whoever turned alerts off hears all the same when nobody else would.
  const recipients = wanting.length > 0 ? wanting : officers;
  let told = 0;
  for (const { id, email, locale, mode } of recipients) {
    const isNew = await queueMessage(app, tx, {
      ...aboutOf(subject, 'email', id),
      address: email,
      recipientId: id,
      locale,
      state: mode === 'digest' && subject.kind === 'candidate-alert' ? 'digest' : 'queued',
    });
    if (isNew) told++;
  }
  await tellPrograms(app, tx, subject);
  if (subject.kind === 'candidate-alert') await tellDevices(app, tx, subject, recipients);
  return told;
}

/** An agency's own programs hear of no protected case. */
async function tellPrograms(app: Platform, tx: Database, subject: Subject): Promise<void> {
  if (subject.isProtected) return;
  for (const { id } of await listWebhooksFor(tx, subject.agencyId, subject.kind))
    await queueMessage(app, tx, { ...aboutOf(subject, 'webhook', id), address: id });
}

async function tellDevices(
  app: Platform,
  tx: Database,
  subject: Subject,
  officers: readonly { readonly id: string; readonly locale: string }[],
): Promise<void> {
  const subscriptions = await listPushSubscriptions(
    tx,
    officers.map(({ id }) => id),
  );
  for (const { id, accountId } of subscriptions) {
    const locale = officers.find((officer) => officer.id === accountId)?.locale ?? 'en';
    await queueMessage(app, tx, { ...aboutOf(subject, 'push', id), address: id, recipientId: accountId, locale });
  }
}

/** The guardian of a protected case may be whom the child fled from: never told by Homeward. */
async function tellGuardian(
  app: Platform,
  tx: Database,
  story: { guardianId: string | null; isProtected: boolean; agencyId: string; caseId: string; matchId: string },
): Promise<number> {
  if (story.guardianId === null || story.isProtected) return 0;
  const guardian = await findRecipient(tx, story.guardianId);
  if (!guardian || guardian.disabledAt) return 0;
  const isNew = await queueMessage(app, tx, {
    ...aboutOf({ ...story, kind: 'match-released' }, 'email', guardian.id),
    address: guardian.email,
    recipientId: guardian.id,
    locale: guardian.locale,
  });
  return isNew ? 1 : 0;
}

function aboutOf(subject: Subject, channel: NewMessage['channel'], to: string): Omit<NewMessage, 'address'> {
  const { kind, agencyId, caseId, candidateId = null, matchId = null } = subject;
  const dedupeKey = `${kind} ${candidateId ?? matchId} ${channel} ${to}`;
  return { dedupeKey, channel, kind, agencyId, caseId, candidateId, matchId };
}
