import type { AuditRow } from '../../../services/audit-log.ts';

const COLUMNS = [
  'sequence',
  'at',
  'actorKind',
  'actorId',
  'actorRole',
  'agencyId',
  'action',
  'entity',
  'entityId',
  'reasonCode',
  'details',
] as const satisfies readonly (keyof AuditRow)[];

export const HEAD = `${COLUMNS.join(',')}\r\n`;

/** A row of the log as a line of a CSV file (RFC 4180). */
export function auditLine(row: AuditRow): string {
  return `${COLUMNS.map((column) => cellOf(row[column])).join(',')}\r\n`;
}

function cellOf(value: AuditRow[keyof AuditRow]): string {
  const text = typeof value === 'object' ? (value === null ? '' : JSON.stringify(value)) : String(value);
  // A spreadsheet would take these for a formula.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
