import type { UploadState } from './upload-photo.ts';

/** A report that this device keeps until there is a line, and then the code to follow it by. */
export interface KeptReport {
  readonly id: string;
  readonly keptAt: number;
  readonly fields: readonly (readonly [string, string])[];
  /** Empty once it was sent. */
  readonly photos: readonly File[];
  /** Of each photo. */
  readonly uploads: readonly UploadState[];
  readonly trackingCode: string | null;
  /** Why the server does not take it, in words. */
  readonly fault: string | null;
}

interface Row {
  readonly id: string;
  readonly nonce: Uint8Array<ArrayBuffer>;
  readonly sealed: ArrayBuffer;
}

type Head = Omit<KeptReport, 'photos'> & {
  readonly photos: readonly { name: string; type: string; lastModified: number; size: number }[];
};

const KEYS = 'keys';
const REPORTS = 'reports';

/** Encrypted with a key that the browser does not give away: a copy of the disk's files shows no child's face. */
export async function keepReport(report: KeptReport): Promise<void> {
  const key = await openKey();
  const photos = report.photos.map(({ name, type, lastModified, size }) => ({ name, type, lastModified, size }));
  const head = new TextEncoder().encode(JSON.stringify({ ...report, photos } satisfies Head));
  const length = new Uint8Array(new Uint32Array([head.length]).buffer);
  const content = await new Blob([length, head, ...report.photos]).arrayBuffer();
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, content);
  await inStore(REPORTS, 'readwrite', (store) => store.put({ id: report.id, nonce, sealed } satisfies Row));
}

/** Oldest first. */
export async function listReports(): Promise<KeptReport[]> {
  const rows = await inStore<Row[]>(REPORTS, 'readonly', (store) => store.getAll());
  const key = await openKey();
  const reports = await Promise.all(rows.map((row) => open(row, key)));
  return reports.sort((a, b) => a.keptAt - b.keptAt);
}

export async function removeReport(id: string): Promise<void> {
  await inStore(REPORTS, 'readwrite', (store) => store.delete(id));
}

async function open({ nonce, sealed }: Row, key: CryptoKey): Promise<KeptReport> {
  const content = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce }, key, sealed);
  const [length = 0] = new Uint32Array(content.slice(0, 4));
  const head = JSON.parse(new TextDecoder().decode(content.slice(4, 4 + length))) as Head;
  let at = 4 + length;
  const photos = head.photos.map(({ name, type, lastModified, size }) => {
    at += size;
    return new File([content.slice(at - size, at)], name, { type, lastModified });
  });
  return { ...head, photos };
}

async function openKey(): Promise<CryptoKey> {
  const known = await inStore<CryptoKey | undefined>(KEYS, 'readonly', (store) => store.get('reports'));
  if (known) return known;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  // Of two windows that make one at once, both use the first.
  await inStore(KEYS, 'readwrite', (store) => store.add(made, 'reports')).catch(() => undefined);
  return (await inStore<CryptoKey | undefined>(KEYS, 'readonly', (store) => store.get('reports'))) ?? made;
}

async function inStore<T>(
  name: string,
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest,
): Promise<T> {
  const db = await openDatabase();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = db.transaction(name, mode);
      const request = act(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(request.result as T);
      transaction.onabort = () => reject(transaction.error ?? new Error('not kept'));
    });
  } finally {
    db.close();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('homeward', 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(KEYS);
      request.result.createObjectStore(REPORTS, { keyPath: 'id' });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('no database'));
  });
}
