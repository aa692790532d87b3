import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What an operator watches, in Prometheus' terms. No label ever holds a name or an id. */
export interface Metrics {
  readonly registry: Registry;
  readonly requestSeconds: Histogram<'route' | 'status'>;
  readonly jobSeconds: Histogram<'kind' | 'outcome'>;
  readonly jobsWaiting: Gauge<'kind'>;
  readonly faceStageSeconds: Histogram<'stage'>;
  readonly searchSeconds: Histogram;
  readonly galleryTemplates: Gauge<'model'>;
  readonly candidates: Counter<'kind'>;
  readonly messages: Counter<'channel' | 'outcome'>;
}

/** Seconds; from a cached page to a slow photo. */
const BUCKETS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function openMetrics({ isWholeProcess = true } = {}): Metrics {
  const registry = new Registry();
  if (isWholeProcess) collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const timer = <L extends string>(name: string, help: string, labelNames: L[] = []) =>
    new Histogram<L>({ name, help, labelNames, buckets: BUCKETS, registers });
  const counter = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Counter<L>({ name, help, labelNames, registers });
  const gauge = <L extends string>(name: string, help: string, labelNames: L[]) =>
    new Gauge<L>({ name, help, labelNames, registers });
  return {
    registry,
    requestSeconds: timer('http_request_seconds', 'Time to answer a request', ['route', 'status']),
    jobSeconds: timer('job_seconds', 'Time a job takes', ['kind', 'outcome']),
    jobsWaiting: gauge('jobs_waiting', 'Jobs that wait', ['kind']),
    faceStageSeconds: timer('face_stage_seconds', 'Time of a stage of the face engine', ['stage']),
    searchSeconds: timer('search_seconds', 'Time of one search of the gallery'),
    galleryTemplates: gauge('gallery_templates', 'Templates that are searched', ['model']),
    candidates: counter('candidates_total', 'Candidates proposed', ['kind']),
    messages: counter('alerts_total', 'Messages sent or failed', ['channel', 'outcome']),
  };
}
