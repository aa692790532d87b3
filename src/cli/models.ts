import Table from 'cli-table3';
import { addModel, removeModel } from '../face/added-models.ts';
import { type InstallOptions, installModels, verifyModels } from '../face/model-install.ts';
import { knownModels, type ModelEntry, modelState, type Profile, readManifest } from '../face/models.ts';

/** What the commands `homeward models …` are given: the folder of the store, and how to answer. */
export interface ModelsContext {
  /** Folder of the model store. */
  readonly dir: string;
  /** True: one JSON value on the standard output. False: words and tables for people. */
  readonly json: boolean;
  readonly write: (text: string) => void;
  /** Install and verify only what this profile uses; default all. */
  readonly profile?: Profile;
}

/** `homeward models list`: each network, where it comes from, and whether it is there. */
export async function listModels(context: ModelsContext): Promise<void> {
  const entries = await knownModels(context.dir, await readManifest());
  const rows = await Promise.all(
    entries.map(async (entry) => ({ ...summaryOf(entry), state: await modelState(context.dir, entry) })),
  );
  if (context.json) return context.write(`${JSON.stringify({ dir: context.dir, models: rows }, null, 2)}\n`);
  const table = new Table({
    head: ['model', 'task', 'MB', 'state', 'profiles', 'training data'],
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows)
    table.push([
      row.id,
      row.task,
      (row.bytes / 1e6).toFixed(1),
      row.state,
      row.addedByYou ? 'added by you' : row.profiles.join(', '),
      row.trainingDataKnown ? 'described' : 'not published',
    ]);
  const cards = rows.map((row) => `${row.id}: ${row.summary}\n  Licence: ${row.licence}. ${row.provenance}\n`);
  context.write(`${table}\n\n${cards.join('')}\n${undocumented(entries)}Folder: ${context.dir}\n`);
}

/** `homeward models install`: fetch and convert what is missing. Progress goes through `options`. */
export async function runInstall(context: ModelsContext, options: InstallOptions = {}): Promise<void> {
  const outcomes = await installModels(context.dir, { wanted: inProfile(context), ...options });
  if (context.json) return context.write(`${JSON.stringify({ dir: context.dir, models: outcomes }, null, 2)}\n`);
  const fresh = outcomes.filter(({ outcome }) => outcome === 'installed').map(({ id }) => id);
  const words = fresh.length > 0 ? `Installed ${fresh.join(', ')}.` : 'All models were already there.';
  context.write(`${words} ${outcomes.length} models in ${context.dir}\n`);
}

/** `homeward models verify`: hash every installed file again. @returns whether all are there and whole */
export async function runVerify(context: ModelsContext): Promise<boolean> {
  const entries = (await knownModels(context.dir, await readManifest())).filter(inProfile(context));
  const states = await verifyModels(context.dir, entries);
  const good = states.every(({ state }) => state === 'installed');
  if (context.json) {
    context.write(`${JSON.stringify({ dir: context.dir, good, models: states }, null, 2)}\n`);
    return good;
  }
  for (const { id, state } of states) context.write(`${id.padEnd(18)} ${state}\n`);
  context.write(good ? 'Every model is whole.\n' : 'Run «homeward models install» to mend this.\n');
  return good;
}

/** `homeward models add`: check a network of one's own against its card and register it. */
export async function runAdd(context: ModelsContext, file: string, cardFile: string): Promise<void> {
  const entry = await addModel(context.dir, file, cardFile);
  if (context.json) return context.write(`${JSON.stringify(summaryOf(entry), null, 2)}\n`);
  context.write(
    `Added ${entry.id}: ${entry.length} numbers a face. Galleries enrolled before do not have it: enrol them again.\n`,
  );
}

/** `homeward models remove`: forget a network that was added. */
export async function runRemove(context: ModelsContext, id: string): Promise<void> {
  await removeModel(context.dir, id);
  context.write(context.json ? `${JSON.stringify({ removed: id }, null, 2)}\n` : `Removed ${id}.\n`);
}

function inProfile({ profile }: ModelsContext): (entry: ModelEntry) => boolean {
  return (entry) => profile === undefined || entry.profiles.includes(profile);
}

function summaryOf(entry: ModelEntry) {
  const { id, task, bytes, profiles, licence, provenance, trainingDataKnown, summary, sha256 } = entry;
  return {
    id,
    task,
    bytes,
    profiles,
    licence,
    provenance,
    trainingDataKnown,
    summary,
    sha256,
    addedByYou: !entry.source,
  };
}

function undocumented(entries: readonly ModelEntry[]): string {
  const unknown = entries.filter((entry) => !entry.trainingDataKnown).map((entry) => entry.id);
  if (unknown.length === 0) return '';
  return `It is not published what faces these weights were trained on: ${unknown.join(', ')}.\nThe profile «clear-provenance» uses only weights whose own licence is known.\n`;
}
