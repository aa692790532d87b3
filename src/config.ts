import { availableParallelism, homedir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { AppError } from './core/errors.ts';
import { Settings } from './settings.ts';

/** The environment as a process gives it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** How many days each kind of data is kept. */
interface KeepDays {
  readonly closedPhotos: number;
  readonly spam: number;
  readonly contacts: number;
  readonly sources: number;
  readonly probes: number;
  readonly messages: number;
  /** From the day that they were sent in. */
  readonly films: number;
}

/** What the program runs with: every path absolute, every default filled in. */
export interface Config {
  readonly modelsDir: string;
  readonly profile: 'standard' | 'clear-provenance';
  readonly workers: number;
  /** 64 hexadecimal digits; null when the key comes from `keyFile`. */
  readonly key: string | null;
  readonly keyFile: string;
  /** Null: there are no former keys. */
  readonly oldKeysFile: string | null;
  readonly keepDays: KeepDays;
  readonly maxPhotoBytes: number;
  readonly maxPhotoPixels: number;
  /** Photos of cases show who looks at them. */
  readonly hasWatermark: boolean;
  /** The first set-up, at the first start in a terminal. */
  readonly opensBrowser: boolean;
  readonly dataDir: string;
  /** Null: the built-in database. */
  readonly databaseUrl: string | null;
  readonly host: string;
  readonly port: number;
  /** Without a slash at the end. */
  readonly url: string;
  readonly trustedProxies: readonly string[];
  readonly sessionHours: number;
  /** FPIR, 0.0001 … 0.5 */
  readonly alertFpir: number;
  /** 0 … 0.5 */
  readonly controlRate: number;
  /** Null: no mail goes out. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  readonly isMailRelayed: boolean;
  /** ISO 3166-1 alpha-2, or null. */
  readonly country: string | null;
  readonly emergencyNumbersFile: string | null;
  /** `mailto:` or `https:`. */
  readonly securityContact: string;
  readonly sightingDays: number;
  readonly allowedHosts: ReadonlySet<string>;
  /** Null: the built-in map. */
  readonly mapTiles: { readonly url: string; readonly attribution: string } | null;
  /** Whether the server itself watches cameras and films. */
  readonly watches: boolean;
  /** Cameras that may be connected to: host, host:port or network. */
  readonly watchHosts: readonly string[];
  readonly maxFilmBytes: number;
  /** Null: metrics are not served. */
  readonly metricsPort: number | null;
  /** In a minute, of one account or one API key. */
  readonly apiRequests: { readonly account: number; readonly 'api-key': number };
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

/**
 * Read the configuration of an environment; an empty variable counts as unset.
 *
 * @throws AppError `invalid` with one line for each mistake, all at once
 */
export function readConfig(environment: Environment): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));
  const parsed = Settings.safeParse(given);
  const mistakes = [
    ...unknownNames(given),
    ...(parsed.error?.issues ?? []).map(({ path: [name], message }) => `${String(name)}: ${message}`),
  ];
  if (!parsed.success || mistakes.length > 0)
    throw new AppError('invalid', ['The configuration is wrong:', ...mistakes.map((line) => `  ${line}`)].join('\n'));
  return Object.freeze(configOf(parsed.data, given));
}

function configOf(settings: z.output<typeof Settings>, given: Environment): Config {
  return {
    modelsDir:
      settings.HOMEWARD_MODELS_DIR ?? join(baseFolder(given, 'XDG_CACHE_HOME', '.cache'), 'homeward', 'models'),
    profile: settings.HOMEWARD_PROFILE,
    workers: settings.HOMEWARD_WORKERS ?? availableParallelism(),
    key: settings.HOMEWARD_KEY ?? null,
    keyFile: settings.HOMEWARD_KEY_FILE ?? join(baseFolder(given, 'XDG_CONFIG_HOME', '.config'), 'homeward', 'key'),
    oldKeysFile: settings.HOMEWARD_OLD_KEYS_FILE ?? null,
    keepDays: {
      closedPhotos: settings.HOMEWARD_KEEP_CLOSED_PHOTOS_DAYS,
      spam: settings.HOMEWARD_KEEP_SPAM_DAYS,
      contacts: settings.HOMEWARD_KEEP_CONTACTS_DAYS,
      sources: settings.HOMEWARD_KEEP_SOURCES_DAYS,
      probes: settings.HOMEWARD_KEEP_PROBES_DAYS,
      messages: settings.HOMEWARD_KEEP_MESSAGES_DAYS,
      films: settings.HOMEWARD_KEEP_FILMS_DAYS,
    },
    maxPhotoBytes: settings.HOMEWARD_MAX_PHOTO_MB * 1e6,
    hasWatermark: settings.HOMEWARD_WATERMARK === 'on',
    opensBrowser: settings.HOMEWARD_OPEN_BROWSER === 'on',
    maxPhotoPixels: settings.HOMEWARD_MAX_PHOTO_MEGAPIXELS * 1e6,
    dataDir: settings.HOMEWARD_DATA_DIR ?? join(baseFolder(given, 'XDG_DATA_HOME', '.local/share'), 'homeward'),
    databaseUrl: settings.DATABASE_URL ?? null,
    host: settings.HOMEWARD_HOST,
    port: settings.HOMEWARD_PORT,
    url: (settings.HOMEWARD_URL ?? `http://${settings.HOMEWARD_HOST}:${settings.HOMEWARD_PORT}`).replace(/\/+$/, ''),
    trustedProxies: settings.HOMEWARD_TRUSTED_PROXIES ?? ['127.0.0.0/8', '::1'],
    sessionHours: settings.HOMEWARD_SESSION_HOURS,
    alertFpir: settings.HOMEWARD_ALERT_FPIR,
    controlRate: settings.HOMEWARD_CONTROL_RATE,
    smtpUrl: settings.HOMEWARD_SMTP_URL ?? null,
    mailFrom: settings.HOMEWARD_MAIL_FROM,
    isMailRelayed: settings.HOMEWARD_MAIL_RELAY === 'on',
    country: settings.HOMEWARD_COUNTRY ?? null,
    emergencyNumbersFile: settings.HOMEWARD_EMERGENCY_NUMBERS_FILE ?? null,
    securityContact: settings.HOMEWARD_SECURITY_CONTACT ?? `mailto:${addressOf(settings.HOMEWARD_MAIL_FROM)}`,
    sightingDays: settings.HOMEWARD_SIGHTING_DAYS,
    mapTiles: settings.HOMEWARD_MAP_TILES
      ? { url: settings.HOMEWARD_MAP_TILES, attribution: settings.HOMEWARD_MAP_ATTRIBUTION }
      : null,
    watches: settings.HOMEWARD_WATCH === 'on',
    watchHosts: settings.HOMEWARD_WATCH_HOSTS,
    maxFilmBytes: settings.HOMEWARD_MAX_FILM_GB * 1e9,
    metricsPort: settings.HOMEWARD_METRICS_PORT ?? null,
    allowedHosts: new Set(settings.HOMEWARD_ALLOWED_HOSTS.split(',').flatMap((host) => host.trim() || [])),
    apiRequests: { account: settings.HOMEWARD_ACCOUNT_REQUESTS, 'api-key': settings.HOMEWARD_KEY_REQUESTS },
    logLevel: settings.HOMEWARD_LOG_LEVEL,
  };
}

/** Of a sender as a mail program shows it. */
function addressOf(sender: string): string {
  return /<(.+)>/.exec(sender)?.[1] ?? sender;
}

/** A misspelt setting would be ignored in silence otherwise. */
function unknownNames(given: Environment): string[] {
  return Object.keys(given)
    .filter((name) => name.startsWith('HOMEWARD_') && !(name in Settings.shape))
    .map((name) => `${name}: there is no such setting; docs/configuration.md lists them`);
}

/** A base folder after the XDG Base Directory Specification, which says to ignore a relative path. */
function baseFolder(given: Environment, variable: string, fallback: string): string {
  const folder = given[variable];
  return folder?.startsWith('/') ? folder : join(homedir(), fallback);
}
