import type { Context } from 'hono';
import { Hono } from 'hono';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { DuplicateDecision, decideDuplicate, listDuplicates } from '../../../services/cases/duplicates.ts';
import { GuardianLink, linkGuardian, takeOverCase } from '../../../services/cases/guardian.ts';
import { listRelativesOf, NewRelation, relateCases, unrelateCases } from '../../../services/cases/relations.ts';
import { ViewReason } from '../../../services/cases/view.ts';
import { reachOf } from '../../../services/policy.ts';
import { listCandidatesFor } from '../../../services/search/candidate-list.ts';
import type { Env } from '../../env.ts';
import { formStateOf, readForm } from '../../forms.ts';
import { ID } from '../../id.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { nextStep } from './next-step.ts';
import { askWhy, type CaseHead, keepWhy, withCase } from './open-case.tsx';
import { Overview } from './overview.tsx';
import type { OverviewData } from './overview-data.ts';

/** So many of the newest are looked through for what waits. */
const LOOKED_THROUGH = 50;

/** The first page of a case, and what is done there: people, relatives, duplicates. */
export function overviewRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get(`/cases/:id${ID}`, (c) => withCase(app, c, (head) => show(app, c, head)))
    .post(`/cases/:id${ID}/why`, async (c) => {
      const values = await readForm(c);
      const id = c.req.param('id');
      const reason = ViewReason.safeParse(values.reason);
      if (!reason.success) return askWhy(c, id, formStateOf(c, values, reason.error));
      keepWhy(c, id, reason.data);
      const next = values.next ?? '';
      return redirectWith(c, next.startsWith(`/cases/${id}`) ? next : `/cases/${id}`);
    })
    .post(`/cases/:id${ID}/take-over`, async (c) => {
      const id = c.req.param('id');
      await takeOverCase(app, c.var.actor, id);
      return redirectWith(c, `/cases/${id}`, 'cases.taken-over');
    })
    .post(`/cases/:id${ID}/guardian`, async (c) => {
      const id = c.req.param('id');
      const values = await readForm(c);
      return mend(app, c, { name: 'guardian', values }, async () => {
        const email = values.end === 'yes' ? null : values.email;
        await linkGuardian(app, c.var.actor, id, GuardianLink.parse({ email }));
        return redirectWith(c, `/cases/${id}`, email === null ? 'cases.guardian-unlinked' : 'cases.guardian-linked');
      });
    })
    .post(`/cases/:id${ID}/relatives`, async (c) => {
      const id = c.req.param('id');
      const values = await readForm(c);
      return mend(app, c, { name: 'relative', values }, async () => {
        await relateCases(app, c.var.actor, id, NewRelation.parse(values));
        return redirectWith(c, `/cases/${id}`, 'cases.relative-added');
      });
    })
    .post(`/cases/:id${ID}/relatives/:other${ID}/remove`, async (c) => {
      const { id, other } = c.req.param();
      await unrelateCases(app, c.var.actor, id, other);
      return redirectWith(c, `/cases/${id}`, 'cases.relative-removed');
    })
    .post(`/cases/:id${ID}/duplicates/:duplicate${ID}`, async (c) => {
      const { id, duplicate } = c.req.param();
      await decideDuplicate(app, c.var.actor, duplicate, DuplicateDecision.parse(await readForm(c)));
      return redirectWith(c, `/cases/${id}`, 'cases.duplicate-saved');
    });
}

type Wrong = NonNullable<OverviewData['wrong']>;

async function show(app: Platform, c: Context<Env>, head: CaseHead, wrong?: Wrong): Promise<Response> {
  const { actor } = c.var;
  const { id } = head.file;
  const isOpen = head.file.state === 'open' && reachOf(actor, 'candidate.list') !== 'none';
  const candidates = isOpen
    ? (await listCandidatesFor(app, actor, { caseId: id }, { after: null, limit: LOOKED_THROUGH })).items
    : [];
  const waiting = candidates.filter(({ decision }) => decision === null).length;
  const data = {
    ...head,
    step: nextStep({ file: head.file, hasFace: head.faceUrl !== null, waiting }),
    relatives: await listRelativesOf(app, actor, id),
    duplicates: (await listDuplicates(app, actor, { caseId: id })).items,
    ...(wrong && { wrong }),
  };
  return renderPage(c, <Overview {...data} />, wrong ? 422 : 200);
}

/** Do it, or show the page again with what was typed. A person who is not there is a mistake in the form. */
async function mend(
  app: Platform,
  c: Context<Env>,
  { name, values }: { name: Wrong['name']; values: Record<string, string> },
  work: () => Promise<Response>,
): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    const form = formStateOf(c, values, asMistake(error));
    return withCase(app, c, (head) => show(app, c, head, { name, form }));
  }
}

function asMistake(error: unknown): unknown {
  return error instanceof AppError && error.code === 'not-found' ? new AppError('invalid', error.message) : error;
}
