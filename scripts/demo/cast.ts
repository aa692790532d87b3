import { type Client, join, type Person, register } from './client.ts';
import { linkIn, type Mailbox } from './mailbox.ts';
import type { DemoServer } from './server.ts';

export type Tell = (line: string) => void;

/** Who plays in the demo. */
export interface Cast {
  readonly policeId: string;
  readonly admin: Client;
  readonly officers: readonly [Client, Client];
  readonly lead: Client;
  readonly auditor: Client;
  /** Asha's mother, and Salman's father. */
  readonly guardians: readonly [Client, Client];
  /** Everybody, to sign in as. */
  readonly people: readonly Person[];
}

/** Two agencies with their people, each invited by e-mail; two guardians who register. */
export async function gather(server: DemoServer, mailbox: Mailbox, tell: Tell): Promise<Cast> {
  const people: Person[] = [];
  const come = async (link: URL, role: string, name: string, email: string) => {
    const { client, person } = await join(server.url, link, { name, email, role });
    people.push(person);
    return client;
  };
  const admin = await come(server.firstAdminLink, 'admin', 'Ada Admin', 'admin@homeward.example');
  const police = await admin.post('/api/v1/agencies', agency('Hyderabad City Police', 'police'));
  const ngo = await admin.post('/api/v1/agencies', agency('Safe Return Trust', 'ngo'));
  tell('Two agencies: Hyderabad City Police, Safe Return Trust');
  const invite = async (name: string, role: string, agencyId: string | null) => {
    const email = `${name.toLowerCase().replace(' ', '.')}@${role}.example`;
    await admin.post('/api/v1/invitations', { email, role, agencyId });
    return come(linkIn(await mailbox.waitFor(email, /invited/)), role, name, email);
  };
  const officers = [
    await invite('Lakshmi Devi', 'officer', police.id),
    await invite('Imran Khan', 'officer', police.id),
  ] as const;
  const lead = await invite('Sunita Sharma', 'lead', police.id);
  await invite('Joseph Mathew', 'partner', ngo.id);
  const auditor = await invite('Anil Gupta', 'auditor', null);
  tell('Six people accepted their invitations and set up a second factor');
  const enter = async (name: string) => {
    const email = `${name.toLowerCase().replace(' ', '.')}@family.example`;
    const confirm = async () => linkIn(await mailbox.waitFor(email, /e-mail/));
    const { client, person } = await register(server.url, { name, email }, confirm);
    people.push(person);
    return client;
  };
  const guardians = [await enter('Meera Rao'), await enter('Yusuf Ali')] as const;
  tell('Two guardians registered and confirmed their addresses');
  return { policeId: police.id, admin, officers, lead, auditor, guardians, people };
}

function agency(name: string, kind: string) {
  return { name, kind, country: 'IN', phone: '100', email: 'desk@agency.example' };
}
