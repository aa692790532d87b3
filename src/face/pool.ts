import { AppError, messageOf } from '../core/errors.ts';
import { errorOf, type Given, type Job, type JobKind, type Jobs, type WorkerAnswer } from './worker-messages.ts';

/** A worker as the pool sees it. */
export interface PoolWorker {
  send(job: Job): void;
  onAnswer(listener: (answer: WorkerAnswer) => void): void;
  /** Called once, when the worker has ended for whatever reason; with its error, or null. */
  onEnd(listener: (error: unknown) => void): void;
  /** @param isPatient let it end in good order first */
  end(isPatient: boolean): Promise<void>;
}

export interface PoolOptions {
  readonly workers: number;
  /** Longest time for one job. */
  readonly milliseconds: number;
  readonly start: () => PoolWorker;
}

/** Workers that do jobs, one at a time each, in the order in which they come. */
export interface Pool {
  /** @throws AppError of the job, or `unavailable` when its worker broke down, took too long or was closed */
  run<K extends JobKind>(job: Job & { readonly kind: K }, signal?: AbortSignal): Promise<Jobs[K]['gives']>;
  /** End all workers; jobs that wait or are at hand are refused. */
  close(): Promise<void>;
}

/** A job with those who wait for it. */
interface Ticket {
  readonly job: Job;
  resolve(given: Given): void;
  reject(error: unknown): void;
}

/** A worker, and what it is doing. */
interface Place {
  readonly worker: PoolWorker;
  phase: 'starting' | 'ready' | 'ending';
  ticket: Ticket | null;
  timer: NodeJS.Timeout | null;
}

/** The pool's whole state. */
interface State {
  readonly options: PoolOptions;
  readonly places: Set<Place>;
  readonly queue: Ticket[];
  /** Why no more jobs are taken; null while they are. */
  over: AppError | null;
}

/**
 * Start a pool.
 *
 * [Note: a worker that breaks] A job whose worker dies or takes too long is refused and the worker replaced; the other
 * jobs go on. A worker that dies before it was ever ready would die again: then the pool is over and says why.
 *
 * @throws AppError `unavailable` when a worker does not start
 */
export async function createPool(options: PoolOptions): Promise<Pool> {
  const state: State = { options, places: new Set(), queue: [], over: null };
  const count = Math.max(1, Math.floor(options.workers));
  try {
    await Promise.all(Array.from({ length: count }, () => openPlace(state)));
  } catch (error) {
    await close(state);
    throw error;
  }
  return {
    // What comes back from another thread has no type; it is what its job gives.
    run: async <K extends JobKind>(job: Job & { readonly kind: K }, signal?: AbortSignal) =>
      (await submit(state, job, signal)) as Jobs[K]['gives'],
    close: () => close(state),
  };
}

/** Start a worker; resolves when it is ready for jobs. */
function openPlace(state: State): Promise<void> {
  return new Promise((resolve, reject) => {
    const place: Place = { worker: state.options.start(), phase: 'starting', ticket: null, timer: null };
    state.places.add(place);
    place.worker.onAnswer((answer) => {
      if (answer.kind === 'ready') {
        place.phase = 'ready';
        resolve();
      } else settle(place, answer);
      giveNext(state);
    });
    place.worker.onEnd((error) => {
      reject(cannotStart(error));
      leavePlace(state, place, error);
    });
  });
}

/** A worker has ended: refuse its job, and put another in its place unless that would end the same way. */
function leavePlace(state: State, place: Place, error: unknown): void {
  state.places.delete(place);
  takeTicket(place)?.reject(brokeDown(error));
  if (state.over) return;
  if (place.phase === 'starting') giveUp(state, cannotStart(error));
  else openPlace(state).catch((reason: unknown) => giveUp(state, cannotStart(reason)));
}

function submit(state: State, job: Job, signal?: AbortSignal): Promise<Given> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    if (state.over) throw state.over;
    const giveUpWaiting = (): void => abandon(state, ticket, signal?.reason);
    const ticket: Ticket = {
      job,
      resolve: (given) => {
        signal?.removeEventListener('abort', giveUpWaiting);
        resolve(given);
      },
      reject: (error) => {
        signal?.removeEventListener('abort', giveUpWaiting);
        reject(error);
      },
    };
    signal?.addEventListener('abort', giveUpWaiting, { once: true });
    state.queue.push(ticket);
    giveNext(state);
  });
}

/** A job that is given up leaves the queue; one that is being done is finished in vain. */
function abandon(state: State, ticket: Ticket, reason: unknown): void {
  const index = state.queue.indexOf(ticket);
  if (index >= 0) state.queue.splice(index, 1);
  ticket.reject(reason);
}

/** Give waiting jobs to idle workers. */
function giveNext(state: State): void {
  for (const place of state.places) {
    if (place.phase !== 'ready' || place.ticket) continue;
    const ticket = state.queue.shift();
    if (!ticket) return;
    place.ticket = ticket;
    place.timer = setTimeout(() => runOut(state, place), state.options.milliseconds);
    place.worker.send(ticket.job);
  }
}

/** A job took too long: refuse it and end its worker, which is then replaced. */
function runOut(state: State, place: Place): void {
  takeTicket(place)?.reject(tookTooLong(state.options.milliseconds));
  place.phase = 'ending';
  place.worker.end(false).catch((reason: unknown) => giveUp(state, cannotStart(reason)));
}

function settle(place: Place, answer: Exclude<WorkerAnswer, { kind: 'ready' }>): void {
  const ticket = takeTicket(place);
  if (answer.kind === 'done') ticket?.resolve(answer.given);
  else ticket?.reject(errorOf(answer));
}

/** The job that a worker was doing, taken from it. */
function takeTicket(place: Place): Ticket | null {
  const { ticket } = place;
  if (place.timer) clearTimeout(place.timer);
  place.timer = null;
  place.ticket = null;
  return ticket;
}

async function close(state: State): Promise<void> {
  giveUp(state, new AppError('unavailable', 'The face engine was closed before this photo was analysed.'));
  const ends = [...state.places].map((place) => {
    const isIdle = place.phase === 'ready' && !place.ticket;
    if (state.over) takeTicket(place)?.reject(state.over);
    return place.worker.end(isIdle);
  });
  await Promise.all(ends);
}

/** Take no more jobs and refuse those that wait; those at hand are still done. */
function giveUp(state: State, reason: AppError): void {
  state.over ??= reason;
  for (const ticket of state.queue.splice(0)) ticket.reject(state.over);
}

function cannotStart(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const detail = error === null ? 'it ended at once' : messageOf(error);
  return new AppError('unavailable', `A worker of the face engine cannot start: ${detail}.`, { cause: error });
}

function brokeDown(error: unknown): AppError {
  const detail = error === null ? '' : ` (${messageOf(error)})`;
  const message = `The face engine broke down on this photo${detail}. Send a smaller copy of it.`;
  return new AppError('unavailable', message, { cause: error });
}

function tookTooLong(milliseconds: number): AppError {
  const seconds = Math.round(milliseconds / 1000);
  return new AppError('unavailable', `This photo took longer than ${seconds} seconds. Send a smaller copy of it.`);
}
