import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import { requireAccount } from '../../../services/accounts/actor.ts';
import { viewDesk } from '../../../services/desk.ts';
import type { Env } from '../../env.ts';
import { renderPage } from '../../page.tsx';
import { withFaces } from '../sightings/with-faces.ts';
import { DeskPage } from './desk-page.tsx';
import { liveStream } from './live.ts';

/** Where those work who have no desk. */
const ELSEWHERE: Readonly<Record<string, string>> = { admin: '/admin', auditor: '/admin/audit', guardian: '/cases' };

export function deskPages(app: Platform): Hono<Env> {
  return (
    new Hono<Env>()
      // A script asks: the page to sign in at would tell it nothing.
      .get('/live', (c) => (c.var.actor.kind === 'public' ? c.body(null, 401) : liveStream(app, c)))
      .get('/desk', async (c) => {
        const elsewhere = ELSEWHERE[requireAccount(c.var.actor).role];
        if (elsewhere) return c.redirect(elsewhere, 303);
        const { sightings, ...desk } = await viewDesk(app, c.var.actor, c.var.page.timeZone);
        return renderPage(c, <DeskPage {...desk} sightings={sightings && withFaces(app, c, sightings)} />);
      })
  );
}
