import { z } from 'zod';
import type { Config } from '../config.ts';
import type { Actor } from '../core/actor.ts';
import type { Platform } from '../platform.ts';
import { Settings } from '../settings.ts';
import { requirePermission } from './policy.ts';

type SettingName = keyof typeof Settings.shape;
type Value = string | number | null;

/** A setting as it is now. */
export interface SettingView {
  readonly name: string;
  /** Null: unset. Of a secret only whether it is set. */
  readonly value: Value;
  readonly isSecret: boolean;
  /** Null: there is none; what then happens is in the description. */
  readonly fallback: Value;
  readonly description: string;
}

/** What holds a key or a password. */
const SECRETS: ReadonlySet<SettingName> = new Set(['HOMEWARD_KEY', 'DATABASE_URL', 'HOMEWARD_SMTP_URL']);

/** The value of each setting. A new setting that is not here does not compile. */
const VALUES: { readonly [name in SettingName]: (config: Config) => Value } = {
  HOMEWARD_MODELS_DIR: ({ modelsDir }) => modelsDir,
  HOMEWARD_PROFILE: ({ profile }) => profile,
  HOMEWARD_WORKERS: ({ workers }) => workers,
  HOMEWARD_KEY: ({ key }) => key,
  HOMEWARD_KEY_FILE: ({ keyFile }) => keyFile,
  HOMEWARD_OLD_KEYS_FILE: ({ oldKeysFile }) => oldKeysFile,
  HOMEWARD_KEEP_CLOSED_PHOTOS_DAYS: ({ keepDays }) => keepDays.closedPhotos,
  HOMEWARD_KEEP_SPAM_DAYS: ({ keepDays }) => keepDays.spam,
  HOMEWARD_KEEP_CONTACTS_DAYS: ({ keepDays }) => keepDays.contacts,
  HOMEWARD_KEEP_SOURCES_DAYS: ({ keepDays }) => keepDays.sources,
  HOMEWARD_KEEP_PROBES_DAYS: ({ keepDays }) => keepDays.probes,
  HOMEWARD_KEEP_MESSAGES_DAYS: ({ keepDays }) => keepDays.messages,
  HOMEWARD_KEEP_FILMS_DAYS: ({ keepDays }) => keepDays.films,
  HOMEWARD_MAX_PHOTO_MB: ({ maxPhotoBytes }) => maxPhotoBytes / 1e6,
  HOMEWARD_MAX_PHOTO_MEGAPIXELS: ({ maxPhotoPixels }) => maxPhotoPixels / 1e6,
  HOMEWARD_WATERMARK: ({ hasWatermark }) => (hasWatermark ? 'on' : 'off'),
  HOMEWARD_OPEN_BROWSER: ({ opensBrowser }) => (opensBrowser ? 'on' : 'off'),
  HOMEWARD_DATA_DIR: ({ dataDir }) => dataDir,
  DATABASE_URL: ({ databaseUrl }) => databaseUrl,
  HOMEWARD_HOST: ({ host }) => host,
  HOMEWARD_PORT: ({ port }) => port,
  HOMEWARD_URL: ({ url }) => url,
  HOMEWARD_TRUSTED_PROXIES: ({ trustedProxies }) => trustedProxies.join(', '),
  HOMEWARD_SESSION_HOURS: ({ sessionHours }) => sessionHours,
  HOMEWARD_ALERT_FPIR: ({ alertFpir }) => alertFpir,
  HOMEWARD_CONTROL_RATE: ({ controlRate }) => controlRate,
  HOMEWARD_SMTP_URL: ({ smtpUrl }) => smtpUrl,
  HOMEWARD_MAIL_FROM: ({ mailFrom }) => mailFrom,
  HOMEWARD_MAIL_RELAY: ({ isMailRelayed }) => (isMailRelayed ? 'on' : 'off'),
  HOMEWARD_COUNTRY: ({ country }) => country,
  HOMEWARD_EMERGENCY_NUMBERS_FILE: ({ emergencyNumbersFile }) => emergencyNumbersFile,
  HOMEWARD_SIGHTING_DAYS: ({ sightingDays }) => sightingDays,
  HOMEWARD_ALLOWED_HOSTS: ({ allowedHosts }) => [...allowedHosts].join(', ') || null,
  HOMEWARD_ACCOUNT_REQUESTS: ({ apiRequests }) => apiRequests.account,
  HOMEWARD_KEY_REQUESTS: ({ apiRequests }) => apiRequests['api-key'],
  HOMEWARD_MAP_TILES: ({ mapTiles }) => mapTiles?.url ?? null,
  HOMEWARD_MAP_ATTRIBUTION: ({ mapTiles }) => mapTiles?.attribution ?? null,
  HOMEWARD_WATCH: ({ watches }) => (watches ? 'on' : 'off'),
  HOMEWARD_WATCH_HOSTS: ({ watchHosts }) => watchHosts.join(', ') || null,
  HOMEWARD_MAX_FILM_GB: ({ maxFilmBytes }) => maxFilmBytes / 1e9,
  HOMEWARD_METRICS_PORT: ({ metricsPort }) => metricsPort,
  HOMEWARD_SECURITY_CONTACT: ({ securityContact }) => securityContact,
  HOMEWARD_LOG_LEVEL: ({ logLevel }) => logLevel,
};

/** Every setting, as docs/configuration.md has it, with what it is now. What is secret never leaves. */
export function viewSettings(app: Platform, actor: Actor): SettingView[] {
  requirePermission(actor, 'system.view');
  const { properties = {} } = z.toJSONSchema(Settings, { io: 'input', unrepresentable: 'any' });
  return NAMES.map((name) => {
    const schema = properties[name];
    const { default: fallback, description = '' } = typeof schema === 'object' ? schema : {};
    const value = VALUES[name](app.config);
    const isSecret = SECRETS.has(name);
    return {
      name,
      value: isSecret && value !== null ? 'set' : value,
      isSecret,
      fallback: typeof fallback === 'string' || typeof fallback === 'number' ? fallback : null,
      description,
    };
  });
}

const NAMES = Settings.keyof().options;
