import type { Role } from '../core/actor.ts';
import type { Platform } from '../platform.ts';
import { makeAgency } from './makers.ts';
import { openVisitors, type Visitors } from './visitors.ts';

/** Whoever may ask for a page. */
type Who = 'public' | Role;

export const EVERYBODY = ['public', 'guardian', 'officer', 'lead', 'partner', 'admin', 'auditor'] as const;

/** People of all roles, of one agency, who ask for pages as a browser without script does. */
export interface Readers {
  readonly visitors: Visitors;
  readonly agencyId: string;
  readonly accountId: (who: Role) => string;
  get(who: Who, path: string): Promise<Response>;
  /** Send a form. */
  post(who: Who, path: string, fields?: Record<string, string | readonly string[]>): Promise<Response>;
}

export async function openReaders(app: Platform): Promise<Readers> {
  const visitors = openVisitors(app);
  const { id: agencyId } = await makeAgency(app);
  const admin = await visitors.firstAdmin();
  const cookies = new Map<Who, ReadonlyMap<string, string>>([
    ['public', new Map()],
    ['admin', admin.browser.cookies],
  ]);
  const ids = new Map<string, string>([['admin', admin.accountId]]);
  for (const role of ['officer', 'lead', 'partner', 'auditor'] as const) {
    const place = { role, agencyId: role === 'auditor' ? null : agencyId };
    const { browser, accountId } = await visitors.member(admin.browser, place);
    cookies.set(role, browser.cookies);
    ids.set(role, accountId);
  }
  const guardian = await visitors.guardian('reader@family.example');
  await visitors.signIn(guardian, 'reader@family.example');
  cookies.set('guardian', guardian.cookies);
  const ask = async (who: Who, path: string, init: { method?: string; body?: URLSearchParams } = {}) => {
    const { url } = app.config;
    const cookie = [...(cookies.get(who) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
    return visitors.server.request(url + path, { ...init, headers: { origin: new URL(url).origin, cookie } });
  };
  return {
    visitors,
    agencyId,
    accountId: (who) => ids.get(who) ?? '',
    get: (who, path) => ask(who, path),
    post: (who, path, fields = {}) => {
      const body = new URLSearchParams(
        Object.entries(fields).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, each])),
      );
      return ask(who, path, { method: 'POST', body });
    },
  };
}
