import { type DestinationStream, type Logger, pino } from 'pino';

/**
 * One JSON line for a request, a job or something a person must look at.
 *
 * `info`: something changed; `warn`: recovered; `error`: a person must look. Lines carry ids, counts and times.
 * What could name a person, or be one, is cut out here as well, should somebody pass it by mistake.
 */
export type Log = Logger;

const SECRETS = [
  ...['name', 'childName', 'email', 'phone', 'address', 'contact', 'remarks', 'text', 'url'],
  ...['password', 'token', 'secret', 'code', 'key', 'cookie', 'authorization'],
  ...['image', 'embedding', 'vector', 'template', 'latitude', 'longitude', 'place'],
];

export function openLog(level: string, destination?: DestinationStream): Log {
  const redact = { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[cut]' };
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact };
  return pino(options, destination ?? pino.destination(2));
}
