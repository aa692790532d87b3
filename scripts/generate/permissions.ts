import { type Action, POLICY, type PolicyRole, type Reach } from '../../src/services/policy.ts';

const ROLES = ['public', 'guardian', 'officer', 'lead', 'partner', 'admin', 'auditor', 'system'] as const;

/** docs/permissions.md: the policy table as people read it. */
export function permissionsDocument(): string {
  const header = ['action', ...ROLES, 'API key with'];
  const rows = (Object.keys(POLICY) as Action[]).map((action) => {
    const row: { readonly [role in PolicyRole]?: Reach } & { readonly key?: string } = POLICY[action];
    return [`\`${action}\``, ...ROLES.map((role) => row[role] ?? '–'), row.key ? `\`${row.key}\`` : '–'];
  });
  const lines = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return `<!-- Made by «npm run generate» from src/services/policy.ts. -->
# Permissions

Who may do what, and how far: **own** is what a person registered or is about themselves, **agency** what their agency owns,
**any** everything, – nothing. API keys act for their agency, within their scopes.

- What is out of reach and what does not exist get the same answer.
- **A protected case** (court order, refuge, flight from abuse), with all that belongs to it, exists for the safeguarding
  leads of the agency that owns it, and for nobody else: not for its officers, not for its guardian, not for API keys.
- Staff (everybody but guardians) may do nothing before their second factor stands, but set it up and sign out.
- Admins run the system and read no case. Auditors read the audit log and nothing else. The system, which is jobs and the
  command line, decides nothing about faces.

${lines.join('\n')}
`;
}
