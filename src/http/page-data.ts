import type { TextKey, Texts } from '../adapters/texts.ts';
import type { Config } from '../config.ts';
import type { Actor } from '../core/actor.ts';
import type { Viewer } from '../services/accounts/sessions.ts';
import type { Assets } from './assets.ts';
import type { Format } from './format.ts';

export type Theme = 'auto' | 'light' | 'dark';

/** What views know beside their data: language, look, who is looking. */
export interface Page {
  readonly texts: Texts;
  readonly format: Format;
  readonly theme: Theme;
  /** IANA name of the zone that times are shown in. */
  readonly timeZone: string;
  /** Null for the public. */
  readonly viewer: Viewer | null;
  readonly actor: Actor;
  /** Path and query of the request. */
  readonly path: string;
  /** As people reach the server: for links that leave it, such as QR codes. */
  readonly origin: string;
  /** Text that tells of what was just done, once. */
  readonly flash: TextKey | null;
  readonly assets: Assets;
  /** Null: the built-in map. */
  readonly mapTiles: Config['mapTiles'];
  readonly now: Date;
}
