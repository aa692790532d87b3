import { z } from 'zod';

/** What a decoder process is told to do: the first line on its standard input. Each later line asks for one frame. */
export const Order = z.object({
  kind: z.enum(['file', 'rtsp', 'http']),
  /** With credentials; never on a command line. */
  url: z.string(),
  /** The only way out for http and https. */
  proxy: z.string(),
  perSecond: z.number().positive(),
  fromSeconds: z.number().min(0),
});
export type Order = z.infer<typeof Order>;

const FAILURES = [
  'password',
  'forbidden',
  'missing',
  'unreachable',
  'silent',
  'empty',
  'not-a-film',
  'no-picture',
  'codec',
  'damaged',
  'ended',
  'unknown',
] as const;
export type Failure = (typeof FAILURES)[number];

/** What a decoder process answers: a length (4 bytes), this as JSON, and the pixels of a frame. */
export const Header = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('open'),
    width: z.int().min(1),
    height: z.int().min(1),
    framesPerSecond: z.number().positive().nullable(),
    codec: z.string(),
    seconds: z.number().min(0).nullable(),
  }),
  z.object({
    kind: z.literal('frame'),
    width: z.int().min(1).max(1280),
    height: z.int().min(1).max(1280),
    /** Milliseconds since 1970. */
    at: z.number(),
    position: z.number(),
    isCut: z.boolean(),
    lagMilliseconds: z.number().min(0),
  }),
  z.object({ kind: z.literal('end') }),
  z.object({ kind: z.literal('failure'), reason: z.enum(FAILURES) }),
]);
export type Header = z.infer<typeof Header>;
