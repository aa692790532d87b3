import { makeSource, makeStream, makeWatchOrder } from '../watch.ts';
import type { CallMaker } from './call.ts';
import { word } from './canaries.ts';
import { makeCaseOf, makeSighting, staticCase, type World } from './world.ts';

const WHERE = {
  ...{ name: 'Platform 2', place: 'Station', latitude: 17.43, longitude: 78.5, timeZone: 'Asia/Kolkata' },
} as const;

const newSource = ({ app, callers }: World) => makeSource(app, callers.agencyId, { name: word('source') });

/** A source that all who read know of, with a state, an order and somebody who was found. */
const staticSource = (world: World) =>
  world.once('watch source', async () => {
    const { db, clock } = world.app;
    const source = await newSource(world);
    const at = clock();
    await db
      .insertInto('source_state')
      .values({ source_id: source.id, state: 'lost', message: word('source'), since: at, updated_at: at })
      .execute();
    const { id: order_id } = await orderAbout(world, { isProtected: false, sourceId: source.id });
    const { id: sighting_id } = await makeSighting(world);
    const visit = { visit_key: '1', first_at: at, last_at: at, frames: 3 };
    await db
      .insertInto('watch_hit')
      .values({ ...visit, order_id, source_id: source.id, sighting_id })
      .execute();
    return source;
  });

const streamOf = (world: World) =>
  world.once('watch stream', async () => {
    const { app, callers } = world;
    const { accountId } = callers.byName('officer A');
    const officer = { kind: 'account', accountId, role: 'officer', agencyId: callers.agencyId } as const;
    return (await makeStream(app, officer, word('source'))).id;
  });

async function orderAbout(world: World, { isProtected, sourceId }: { isProtected: boolean; sourceId: string }) {
  const { app, callers } = world;
  return makeWatchOrder(app, {
    ...{ agencyId: callers.agencyId, leadId: callers.byName('lead A').accountId, sources: [sourceId] },
    cases: [(await staticCase(world, isProtected)).id],
    purpose: word(isProtected ? 'protected' : 'purpose'),
  });
}

const order: CallMaker = async (world, { isProtected }) => {
  const { id: sourceId } = await staticSource(world);
  return world.once(`watch order ${isProtected}`, async () => ({
    params: { id: (await orderAbout(world, { isProtected, sourceId })).id },
  }));
};

/** Lists hold orders about protected cases too, for those who may know. */
const listed: CallMaker = async (world, wanted) => {
  for (const isProtected of [false, true]) await order(world, { ...wanted, isProtected });
  return { query: 'limit=100' };
};

/** How to call what is about cameras and films. */
export const SOURCE_CALLS: Readonly<Record<string, CallMaker>> = {
  'GET /watch/sources': async (world) => {
    await staticSource(world);
    return {};
  },
  'POST /watch/sources': async () => ({ json: { ...WHERE, kind: 'camera' } }),
  'POST /watch/films': async () => ({
    form: () => {
      const form = new FormData();
      for (const [name, value] of Object.entries({ ...WHERE, startedAt: '2026-05-30T10:00:00Z' }))
        form.append(name, String(value));
      form.append('film', new File(['a film'], 'film.mp4'));
      return form;
    },
  }),
  'GET /watch/sources/{id}': async (world) => ({ params: { id: (await staticSource(world)).id } }),
  'PUT /watch/sources/{id}': async (world) => ({ params: { id: (await newSource(world)).id }, json: WHERE }),
  'DELETE /watch/sources/{id}': async (world) => ({ params: { id: (await newSource(world)).id } }),
  'POST /watch/sources/{id}/test': async (world) => ({ params: { id: await streamOf(world) } }),
  'GET /watch/sources/{id}/still': async (world) => ({ params: { id: (await staticSource(world)).id } }),
  'GET /watch/states': async (world) => {
    await staticSource(world);
    return {};
  },
  'GET /watch/orders': listed,
  'GET /watch/hits': listed,
};

/** How to call what is about a watch order, which is protected when one of its cases is. */
export const ORDER_CALLS: Readonly<Record<string, CallMaker>> = {
  'POST /watch/orders': async (world, { isProtected }) => {
    const [source, file] = [await newSource(world), await makeCaseOf(world, isProtected)];
    const ends = new Date(world.app.clock().getTime() + 3600_000);
    const said = { incident: 'FIR 17/2026', legalBasis: 'police-power', purpose: 'A child was taken', scope: 'cases' };
    return {
      json: { ...said, sources: [source.id], cases: [file.id], endsAt: ends.toISOString() },
      ids: [source.id, file.id],
    };
  },
  'GET /watch/orders/{id}': order,
  'POST /watch/orders/{id}/stop': async (world, { isProtected }) => {
    const { id: sourceId } = await staticSource(world);
    return { params: { id: (await orderAbout(world, { isProtected, sourceId })).id }, json: { reason: 'Found' } };
  },
};
