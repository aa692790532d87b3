import { type Child, type Measured, serve, startChild } from '../child.ts';
import type { Extractor, Found } from './extractor.ts';
import { crowdPhoto, type KnownPhoto, makePhotos } from './photos.ts';
import { type Recall, recallOf } from './recall.ts';

/** What the report says about one program. */
export interface ProgramReport extends Recall {
  readonly name: string;
  readonly photosPerSecond: number;
  /** Photos for each second of processor time: the same, but without the time that other programs took. */
  readonly photosPerCpuSecond: number;
  /** The same for photos of one face, and of three to five. */
  readonly portraitsPerCpuSecond: number;
  readonly groupsPerCpuSecond: number;
  readonly facesEmbeddedPerSecond: number;
  /** Mean milliseconds a photo. */
  readonly stages: Readonly<Record<string, number>>;
  readonly peakRssBytes: number;
}

export interface PipelineReport extends ProgramReport {
  readonly peer: ProgramReport;
  readonly ratio: number;
  readonly ratioCpu: number;
  readonly peerRecall: number;
  readonly photos: number;
  readonly knownFaces: number;
}

type Request = { readonly kind: 'name' } | { readonly kind: 'extract' | 'embedBatch'; readonly jpeg: Uint8Array };
type Answer = Found | { readonly name: string } | { readonly faces: number; readonly milliseconds: number };

interface Run {
  readonly photo: KnownPhoto;
  readonly measured: Measured<Found>;
}

interface Program {
  readonly child: Child<Request, Answer>;
  readonly runs: Run[];
}

/** Times that each photo is measured; the quickest counts, for what others did on the machine is not ours. */
const ROUNDS = 2;

/** Photos to get going with: just-in-time compilers and memory pools. */
const WARM_UP = 2;

/**
 * Photos that one program works through before the other has its turn: few enough that both meet the same noise, enough
 * for the caches and the collector to run as they do in steady work.
 */
const BLOCK = 7;

/** Answer for one program, in a process of its own. */
export async function servePipeline(extractor: Extractor): Promise<void> {
  serve<Request, Answer>(async (request) =>
    request.kind === 'name' ? { name: extractor.name } : extractor[request.kind](request.jpeg),
  );
}

/**
 * Photos a second from the bytes of a JPEG to the embeddings of its faces, for Homeward and its peer in turn, a few
 * photos each, in processes of their own on the same core.
 */
export async function benchPipeline(count: number, log: (line: string) => void): Promise<PipelineReport> {
  const photos = await makePhotos(count);
  const crowd = await crowdPhoto();
  const programs = ['homeward', 'face-api'].map(
    (name): Program => ({ child: startChild(name, { oneCore: true }), runs: [] }),
  );
  for (const photo of photos.slice(0, WARM_UP)) for (const { child } of programs) await extract(child, photo);
  for (let round = 0; round < ROUNDS; round++) {
    await runRound(programs, photos);
    log(`photos: round ${round + 1} of ${ROUNDS}`);
  }
  const reports: ProgramReport[] = [];
  for (const { child, runs } of programs) reports.push(await reportOf(child, runs, crowd));
  for (const { child } of programs) child.stop();
  const [ours, peer] = reports;
  if (!ours || !peer) throw new RangeError('two programs are compared');
  return {
    ...ours,
    peer,
    ratio: ours.photosPerSecond / peer.photosPerSecond,
    ratioCpu: ours.photosPerCpuSecond / peer.photosPerCpuSecond,
    peerRecall: peer.recall,
    photos: photos.length,
    knownFaces: photos.flatMap(({ faces }) => faces).length,
  };
}

/** All photos once through every program. */
async function runRound(programs: readonly Program[], photos: readonly KnownPhoto[]): Promise<void> {
  for (const block of blocksOf(photos))
    for (const { child, runs } of programs) for (const photo of block) runs.push(await extract(child, photo));
}

function blocksOf(photos: readonly KnownPhoto[]): KnownPhoto[][] {
  const starts = Array.from({ length: Math.ceil(photos.length / BLOCK) }, (_, block) => block * BLOCK);
  return starts.map((start) => photos.slice(start, start + BLOCK));
}

async function extract(child: Child<Request, Answer>, photo: KnownPhoto): Promise<Run> {
  const { answer, ...times } = await child.ask({ kind: 'extract', jpeg: photo.jpeg });
  if (!('boxes' in answer)) throw new RangeError('no boxes in the answer');
  return { photo, measured: { answer, ...times } };
}

async function reportOf(child: Child<Request, Answer>, runs: Run[], crowd: Uint8Array): Promise<ProgramReport> {
  const { peakRssBytes } = runs.at(-1)?.measured ?? { peakRssBytes: 0 };
  const batches = [];
  for (let round = 0; round < 3; round++) batches.push((await child.ask({ kind: 'embedBatch', jpeg: crowd })).answer);
  const { answer } = await child.ask({ kind: 'name' });
  const byPhoto = [...Map.groupBy(runs, ({ photo }) => photo).values()];
  const portraits = byPhoto.filter(([run]) => run?.photo.faces.length === 1);
  const groups = byPhoto.filter((same) => !portraits.includes(same));
  const found = byPhoto.flatMap(([run]) => (run ? [{ faces: run.photo.faces, boxes: run.measured.answer.boxes }] : []));
  return {
    name: 'name' in answer ? answer.name : '',
    photosPerSecond: perSecond(byPhoto, 'milliseconds'),
    photosPerCpuSecond: perSecond(byPhoto, 'cpuMilliseconds'),
    portraitsPerCpuSecond: perSecond(portraits, 'cpuMilliseconds'),
    groupsPerCpuSecond: perSecond(groups, 'cpuMilliseconds'),
    facesEmbeddedPerSecond: Math.max(
      ...batches.map((batch) => ('faces' in batch ? (1000 * batch.faces) / batch.milliseconds : 0)),
    ),
    ...recallOf(found),
    stages: meanStages(runs),
    peakRssBytes,
  };
}

/** Photos a second, each by the quickest of its runs. */
function perSecond(byPhoto: readonly (readonly Run[])[], time: 'milliseconds' | 'cpuMilliseconds'): number {
  const quickest = byPhoto.map((same) => Math.min(...same.map(({ measured }) => measured[time])));
  return (1000 * quickest.length) / quickest.reduce((sum, each) => sum + each, 0);
}

function meanStages(runs: readonly Run[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { measured } of runs)
    for (const [stage, milliseconds] of Object.entries(measured.answer.stages))
      sums[stage] = (sums[stage] ?? 0) + milliseconds / runs.length;
  return sums;
}
