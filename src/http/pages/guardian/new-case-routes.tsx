import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { Platform } from '../../../platform.ts';
import { requireAccount } from '../../../services/accounts/actor.ts';
import { listAgencies } from '../../../services/accounts/agencies.ts';
import type { GuardianCase, StaffCase } from '../../../services/cases/case-view.ts';
import { createCase, NewCase } from '../../../services/cases/create.ts';
import { CaseChanges, editCase } from '../../../services/cases/edit.ts';
import { writeNote } from '../../../services/cases/notes.ts';
import { viewCase } from '../../../services/cases/view.ts';
import { requireReach } from '../../../services/policy.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, type FormState, formStateOf, readForm } from '../../forms.ts';
import { ID } from '../../id.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { receiveCasePhotos } from '../cases/receive-photos.ts';
import { CheckStep } from './check-step.tsx';
import { ConsentStep } from './consent-step.tsx';
import { loadOwnPhotos } from './own-photos.ts';
import { PhotosStep } from './photos-step.tsx';
import { fieldsOfStep, valuesOf } from './step-fields.ts';
import { STEPS, type Step, stepAfter, stepPath } from './steps.ts';
import { ChildStep, LastSeenStep, LooksStep } from './text-steps.tsx';

/** Describe a missing child step by step. Each step is saved, so that nothing gets lost and one can go on later. */
export function newCaseRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get('/cases/new', (c) => begin(app, c, EMPTY_FORM))
    .post('/cases/new', (c) => create(app, c))
    .get(`/cases/new/:id${ID}`, (c) => c.redirect(stepPath(c.req.param('id'), 'child'), 303))
    .get(`/cases/new/:id${ID}/:step`, (c) => show(app, c, null))
    .post(`/cases/new/:id${ID}/photos`, async (c) => {
      const form = await receiveCasePhotos(app, c, c.req.param('id'));
      if (form) return show(app, c, form, 'photos');
      return redirectWith(c, stepPath(c.req.param('id'), 'photos'), 'guardian.photos-sent');
    })
    .post(`/cases/new/:id${ID}/check`, (c) => send(app, c))
    .post(`/cases/new/:id${ID}/:step`, (c) => save(app, c));
}

/** The first step, before there is a case. */
async function begin(app: Platform, c: Context<Env>, form: FormState): Promise<Response> {
  requireReach(c.var.actor, 'case.create');
  const { agencyId } = requireAccount(c.var.actor);
  const agencies = agencyId === null ? (await listAgencies(app, c.var.actor, { limit: 200 })).items : [];
  const status = form === EMPTY_FORM ? 200 : 422;
  return renderPage(c, <ChildStep caseId={null} version={null} form={form} agencies={agencies} />, status);
}

async function create(app: Platform, c: Context<Env>): Promise<Response> {
  const values = await readForm(c);
  try {
    const agencyId = values.agencyId ? { agencyId: values.agencyId } : {};
    const fields = NewCase.parse({ ...fieldsOfStep('child', values, c.var.page), ...agencyId });
    const { id } = await createCase(app, c.var.actor, fields);
    return c.redirect(stepPath(id, 'last-seen'), 303);
  } catch (error) {
    return begin(app, c, formStateOf(c, values, error));
  }
}

/** A step of a case that was begun. @param form null: as the case has it */
async function show(app: Platform, c: Context<Env>, form: FormState | null, step = stepIn(c)): Promise<Response> {
  const file = await draftOf(app, c);
  return renderPage(c, await viewOf(app, c, { file, step, form }), form ? 422 : 200);
}

interface Shown {
  readonly file: GuardianCase | StaffCase;
  readonly step: Step;
  readonly form: FormState | null;
}

async function viewOf(app: Platform, c: Context<Env>, { file, step, form }: Shown) {
  const saved = { ...EMPTY_FORM, values: valuesOf(file, c.var.page.timeZone) };
  const data = { caseId: file.id, version: file.version, form: form ?? saved };
  switch (step) {
    case 'child':
      return <ChildStep {...data} agencies={[]} />;
    case 'last-seen':
      return <LastSeenStep {...data} />;
    case 'looks':
      return <LooksStep {...data} />;
    case 'photos': {
      const photos = await loadOwnPhotos(app, c, file.id);
      const mostBytes = app.config.maxPhotoBytes;
      return <PhotosStep caseId={file.id} photos={photos} form={form ?? EMPTY_FORM} mostBytes={mostBytes} />;
    }
    case 'consent':
      return <ConsentStep {...data} form={form ?? withOwnName(c, saved)} />;
    case 'check': {
      const photos = await loadOwnPhotos(app, c, file.id);
      return <CheckStep file={file} photos={photos.length} form={form ?? EMPTY_FORM} />;
    }
  }
}

async function save(app: Platform, c: Context<Env>): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const step = stepIn(c);
  const values = await readForm(c);
  try {
    const said = step === 'consent' ? agreed(c, values) : values;
    const fields = fieldsOfStep(step, said, c.var.page);
    await editCase(app, c.var.actor, id, CaseChanges.parse({ ...fields, version: Number(values.version) }));
    return c.redirect(stepPath(id, stepAfter(step) ?? 'check'), 303);
  } catch (error) {
    return show(app, c, formStateOf(c, values, error), step);
  }
}

/** A guardian's word is the one basis that they can give. @throws ZodError for who has not given it */
function agreed(c: Context<Env>, values: Record<string, string>): Record<string, string> {
  if (c.var.viewer?.role !== 'guardian') return values;
  z.object({ agrees: z.literal('yes', 'Homeward may search for the face only if you agree.') }).parse(values);
  return { ...values, legalBasis: 'consent' };
}

/** The agency learns that the description is complete. */
async function send(app: Platform, c: Context<Env>): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const values = await readForm(c);
  const { text } = c.var.page.texts;
  try {
    const words = [text('guardian.sent-note'), values.message?.trim()].filter(Boolean).join('\n\n');
    await writeNote(app, c.var.actor, id, { text: words, visibility: 'guardian' });
    return redirectWith(c, `/cases/${id}`, 'guardian.sent');
  } catch (error) {
    return show(app, c, formStateOf(c, values, error), 'check');
  }
}

/** A draft that this person still writes. @throws AppError `conflict` when an officer has taken it over */
async function draftOf(app: Platform, c: Context<Env>): Promise<GuardianCase | StaffCase> {
  const isGuardian = c.var.viewer?.role === 'guardian';
  const file = await viewCase(app, c.var.actor, c.req.param('id') ?? '', isGuardian ? {} : { reason: 'case-work' });
  const isEditable = file.view === 'guardian' ? file.isEditable : file.state === 'draft';
  if (!isEditable)
    throw new AppError('conflict', 'An officer works on the case now. Write a note with what should change.');
  return file;
}

function stepIn(c: Context<Env>): Step {
  const step = STEPS.find((each) => each === c.req.param('step'));
  if (!step) throw new AppError('not-found', 'There is nothing here.');
  return step;
}

/** Who writes is most likely who agrees. */
function withOwnName(c: Context<Env>, form: FormState): FormState {
  const { viewer } = c.var;
  if (form.values.consentBy || viewer?.role !== 'guardian') return form;
  return { ...form, values: { ...form.values, consentBy: `${viewer.name}, ` } };
}
