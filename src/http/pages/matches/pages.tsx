import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Platform } from '../../../platform.ts';
import { advanceMatch, MatchAdvance } from '../../../services/matches/advance.ts';
import { previewGuardianLetter } from '../../../services/matches/guardian-letter.ts';
import { MATCH_STATUSES } from '../../../services/matches/match-view.ts';
import { listAgreed, listMatches, type PagePlace, viewMatch } from '../../../services/matches/read.ts';
import { NewMatch, recordMatch } from '../../../services/matches/record.ts';
import { releaseMatch } from '../../../services/matches/release.ts';
import { reachOf } from '../../../services/policy.ts';
import type { Env } from '../../env.ts';
import { formStateOf, readForm, withoutEmpty } from '../../forms.ts';
import { ID } from '../../id.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import type { LetterPreview } from './guardian-part.tsx';
import { MatchListPage, type MatchListProps } from './list-page.tsx';
import { MatchPage, type MatchPageProps } from './match-page.tsx';

const PAGE_SIZE = 50;

export function matchPages(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get('/matches', (c) => showList(app, c, null))
    .post('/matches', (c) => record(app, c))
    .get(`/matches/:id${ID}`, (c) => showMatch(app, c, c.req.param('id'), null))
    .post(`/matches/:id${ID}/steps`, async (c) => {
      const values = await readForm(c);
      const id = c.req.param('id');
      return change(app, c, { id, of: 'step', values, done: 'matches.step-recorded' }, () =>
        advanceMatch(app, c.var.actor, id, MatchAdvance.parse(withoutEmpty(values))),
      );
    })
    .post(`/matches/:id${ID}/refute`, async (c) => {
      const values = await readForm(c);
      const id = c.req.param('id');
      const advance = { status: 'refuted', ...withoutEmpty({ remark: values.reason ?? '' }) };
      return change(app, c, { id, of: 'refute', values, done: 'matches.refuted' }, () =>
        advanceMatch(app, c.var.actor, id, MatchAdvance.parse(advance)),
      );
    })
    .post(`/matches/:id${ID}/release`, (c) => {
      const id = c.req.param('id');
      return change(app, c, { id, of: 'release', values: {}, done: 'matches.released' }, () =>
        releaseMatch(app, c.var.actor, id),
      );
    });
}

interface Change {
  readonly id: string;
  readonly of: NonNullable<MatchPageProps['form']>['of'];
  readonly values: Record<string, string>;
  readonly done: 'matches.step-recorded' | 'matches.refuted' | 'matches.released';
}

async function change(
  app: Platform,
  c: Context<Env>,
  { id, of, values, done }: Change,
  act: () => Promise<unknown>,
): Promise<Response> {
  try {
    await act();
  } catch (error) {
    return showMatch(app, c, id, { of, state: formStateOf(c, values, error) });
  }
  return redirectWith(c, `/matches/${id}`, done);
}

async function record(app: Platform, c: Context<Env>): Promise<Response> {
  const values = await readForm(c);
  const candidateId = values.candidateId ?? '';
  const given = { candidateId, factKind: values[`factKind-${candidateId}`], fact: values[`fact-${candidateId}`] ?? '' };
  try {
    const { id } = await recordMatch(app, c.var.actor, NewMatch.parse(given));
    return redirectWith(c, `/matches/${id}`, 'matches.recorded');
  } catch (error) {
    const { errors } = formStateOf(c, values, error);
    // The fields carry the candidate in their names.
    const named = Object.entries(errors).map(([name, message]) => [name && `${name}-${candidateId}`, message]);
    return showList(app, c, { candidateId, state: { values, errors: Object.fromEntries(named) } });
  }
}

async function showList(app: Platform, c: Context<Env>, form: MatchListProps['form']): Promise<Response> {
  const { actor } = c.var;
  const status = z.enum(MATCH_STATUSES).safeParse(c.req.query('status')).data;
  const before = placeOf(c.req.query('before'));
  const agreed = await listAgreed(app, actor, { after: null, limit: PAGE_SIZE });
  const matches = await listMatches(app, actor, { before, limit: PAGE_SIZE, ...(status && { status }) });
  const last = matches[PAGE_SIZE - 1];
  const query = new URLSearchParams({ ...(status && { status }), before: `${last?.recordedAt}_${last?.id}` });
  const older = last ? `/matches?${query}#matches` : null;
  const view = <MatchListPage {...{ agreed, matches, status: status ?? null, older, form }} />;
  return renderPage(c, view, form ? 422 : 200);
}

/** «2026-05-30T10:00:00.000Z_<id>» */
function placeOf(text = ''): PagePlace | null {
  const [at, id] = text.split('_');
  const parsed = z.object({ at: z.iso.datetime(), id: z.uuid() }).safeParse({ at, id });
  return parsed.success ? { at: new Date(parsed.data.at), id: parsed.data.id } : null;
}

async function showMatch(app: Platform, c: Context<Env>, id: string, form: MatchPageProps['form']): Promise<Response> {
  const match = await viewMatch(app, c.var.actor, id);
  const letter = reachOf(c.var.actor, 'match.release') === 'none' ? null : await preview(app, c, id);
  return renderPage(c, <MatchPage match={match} letter={letter} form={form} />, form ? 422 : 200);
}

async function preview(app: Platform, c: Context<Env>, id: string): Promise<LetterPreview> {
  const { obstacle, locale, child, agency, phone, number } = await previewGuardianLetter(app, c.var.actor, id);
  const texts = app.texts(locale ?? 'en');
  return {
    obstacle,
    locale: texts.locale,
    subject: texts.text('mail.match-released.subject', { child }),
    paragraphs: [
      texts.text('mail.match-released.intro', { child }),
      texts.text('mail.match-released.contact', { agency, phone: phone ?? 'none', number }),
    ],
  };
}
