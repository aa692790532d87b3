import { randomUUID } from 'node:crypto';
import type { Caller, Callers } from './callers.ts';
import type { Wanted, World } from './world.ts';

/** One valid request: made by somebody who may, it succeeds. */
export interface Call {
  /** Values of the path. */
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly json?: object;
  readonly form?: () => FormData;
  /** Ids of things that not everybody may know of; by default those of the path. */
  readonly ids?: readonly string[];
}

export type CallMaker = (world: World, wanted: Wanted) => Promise<Call>;

/** What came back, without the id of the request. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** `GET /cases/{id} (remark)` as it is sent. */
export function partsOf(route: string): { method: string; template: string } {
  const [method = '', template = ''] = route.split(' ');
  return { method, template };
}

/** Send it in somebody's name. `origin` is that of the page it comes from. */
export async function send(
  { server }: Callers,
  route: string,
  call: Call,
  { caller, url, origin = url }: { caller: Caller; url: string; origin?: string | null },
): Promise<Answered> {
  const { method, template } = partsOf(route);
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => call.params?.[name] ?? `no ${name}`);
  const headers = new Headers({ ...caller.headers, ...(origin === null ? {} : { origin: new URL(origin).origin }) });
  if (call.json) headers.set('content-type', 'application/json');
  const body = call.form?.() ?? (call.json ? JSON.stringify(call.json) : null);
  const address = `${url}/api/v1${path}${call.query ? `?${call.query}` : ''}`;
  const answer = await server.request(address, { method, headers, body });
  const text = Buffer.from(await answer.arrayBuffer()).toString('latin1');
  return { status: answer.status, text: withoutRequestId(text, answer), headers: answer.headers };
}

/** The same request about things that are not there. */
export function aboutNothing(call: Call): Call {
  const ids = call.ids ?? Object.values(call.params ?? {}).filter((value) => UUID.test(value));
  const others = new Map(ids.map((id) => [id, randomUUID()]));
  const swapped = (text: string) => [...others].reduce((whole, [id, other]) => whole.replaceAll(id, other), text);
  const { json, params, query } = call;
  return {
    ...call,
    ...(json ? { json: JSON.parse(swapped(JSON.stringify(json))) } : {}),
    ...(params ? { params: JSON.parse(swapped(JSON.stringify(params))) } : {}),
    ...(query ? { query: swapped(query) } : {}),
  };
}

/** Whether the request names something by an id. */
export function namesSomething(call: Call): boolean {
  return (call.ids ?? Object.values(call.params ?? {}).filter((value) => UUID.test(value))).length > 0;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

function withoutRequestId(text: string, answer: Response): string {
  const id = answer.headers.get('x-request-id');
  return id ? text.replaceAll(id, 'REQUEST') : text;
}
