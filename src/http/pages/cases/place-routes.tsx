import { Hono } from 'hono';
import type { Platform } from '../../../platform.ts';
import { linkSightingByNumber, NewSightingLink, viewSightingsOfCase } from '../../../services/cases/case-sightings.ts';
import { unlinkSighting } from '../../../services/sightings/inbox.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, formStateOf, readForm } from '../../forms.ts';
import { ID } from '../../id.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { offerUndo, withCase } from './open-case.tsx';
import { Places } from './places.tsx';

/** The map of a case, and the sightings that people connected with it. */
export function placeRoutes(app: Platform): Hono<Env> {
  return new Hono<Env>()
    .get(`/cases/:id${ID}/places`, (c) =>
      withCase(app, c, async (head) => {
        const sightings = await viewSightingsOfCase(app, c.var.actor, head.file.id);
        return renderPage(c, <Places {...head} sightings={sightings} form={EMPTY_FORM} />);
      }),
    )
    .post(`/cases/:id${ID}/places`, async (c) => {
      const id = c.req.param('id');
      const values = await readForm(c);
      try {
        await linkSightingByNumber(app, c.var.actor, id, NewSightingLink.parse(values));
        return redirectWith(c, `/cases/${id}/places`, 'cases.link-added');
      } catch (error) {
        const form = formStateOf(c, values, error);
        return withCase(app, c, async (head) => {
          const sightings = await viewSightingsOfCase(app, c.var.actor, id);
          return renderPage(c, <Places {...head} sightings={sightings} form={form} />, 422);
        });
      }
    })
    .post(`/cases/:id${ID}/places/:sighting${ID}/unlink`, async (c) => {
      const { id, sighting } = c.req.param();
      const { number = '', reason = '' } = await readForm(c);
      await unlinkSighting(app, c.var.actor, sighting, id);
      offerUndo(c, id, { what: 'unlink', sightingId: sighting, number, reason });
      return redirectWith(c, `/cases/${id}/places`);
    });
}
