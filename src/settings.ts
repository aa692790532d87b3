import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const path = z
  .string()
  .trim()
  .min(1, 'give a path')
  .transform((text) => resolve(expandHome(text)))
  .meta({ title: 'path' });
const wholeNumber = (least: number, most: number) =>
  z.coerce
    .number('give a whole number')
    .int('give a whole number')
    .min(least, `give at least ${least}`)
    .max(most, `give at most ${most}`);

/** A name or an address, with or without a port. */
const HOST = /^(\[[0-9a-f:]+\]|[0-9a-z.-]+)(:\d{1,5})?$/i;

const keptDays = (days: number, what: string) =>
  wholeNumber(1, 36_500).default(days).describe(`${what}: days until they are erased.`);

/**
 * Every setting, by the name of its environment variable. docs/configuration.md is generated from it.
 *
 * A field without a default may stay unset; what then happens is in its description.
 */
export const Settings = z.object({
  HOMEWARD_MODELS_DIR: path
    .optional()
    .describe(
      'Folder of the converted face models. Unset: `$XDG_CACHE_HOME/homeward/models`, or `~/.cache/homeward/models`.',
    ),
  HOMEWARD_PROFILE: z
    .enum(['standard', 'clear-provenance'], 'give «standard» or «clear-provenance»')
    .default('standard')
    .describe(
      'Which models work. `standard`: the most accurate set; the training data of some of its weights is not documented. `clear-provenance`: only weights whose own licence is known; less accurate. `homeward models list` shows each.',
    ),
  HOMEWARD_WORKERS: wholeNumber(1, 256)
    .optional()
    .describe('Worker threads of the face engine; each holds its own copy of the models in memory. Unset: one a core.'),
  HOMEWARD_KEY: z
    .string()
    .trim()
    .regex(/^[0-9a-f]{64}$/i, 'give 64 hexadecimal digits (256 bits), for example from «openssl rand -hex 32»')
    .optional()
    .describe(
      'Key that face templates are encrypted with on disk: 64 hexadecimal digits. Goes before HOMEWARD_KEY_FILE. Prefer the file: an environment variable is easy to leak.',
    ),
  HOMEWARD_KEY_FILE: path
    .optional()
    .describe(
      'File with that key. Made at first use, readable by you only. Whoever loses it must enrol again; whoever has it can read the templates. Unset: `$XDG_CONFIG_HOME/homeward/key`, or `~/.config/homeward/key`.',
    ),
  HOMEWARD_OLD_KEYS_FILE: path
    .optional()
    .describe(
      'File with former keys, one a line, which are still needed to read until `homeward keys rotate` has come to its end. Unset: there are none.',
    ),
  HOMEWARD_KEEP_CLOSED_PHOTOS_DAYS: keptDays(30, 'Photos of a closed case. Its face templates go at once'),
  HOMEWARD_KEEP_SPAM_DAYS: keptDays(7, 'Sightings that were marked as spam'),
  HOMEWARD_KEEP_CONTACTS_DAYS: keptDays(180, 'How to reach who sent a sighting in which nobody was found'),
  HOMEWARD_KEEP_SOURCES_DAYS: keptDays(30, 'The hash that tells senders of sightings apart'),
  HOMEWARD_KEEP_PROBES_DAYS: keptDays(30, 'Photos that staff searched with, and what they were shown'),
  HOMEWARD_KEEP_MESSAGES_DAYS: keptDays(365, 'Messages that were sent, failed or cancelled'),
  HOMEWARD_KEEP_FILMS_DAYS: keptDays(30, 'Films that were sent in to be watched'),
  HOMEWARD_MAX_PHOTO_MB: wholeNumber(1, 1000)
    .default(40)
    .describe('Largest photo file that is read, in MB. A larger one is refused, the rest goes on.'),
  HOMEWARD_MAX_PHOTO_MEGAPIXELS: wholeNumber(1, 500)
    .default(60)
    .describe('Largest photo that is decoded, in megapixels. Guards against files that unpack to a huge picture.'),
  HOMEWARD_WATERMARK: z
    .enum(['on', 'off'], 'give on or off')
    .default('on')
    .describe('`on`: every photo of a case that somebody looks at bears their name and the time.'),
  HOMEWARD_OPEN_BROWSER: z
    .enum(['on', 'off'], 'give on or off')
    .default('on')
    .describe(
      '`on`: while nobody runs the server, `homeward serve` in a terminal opens the first set-up in a browser.',
    ),
  HOMEWARD_DATA_DIR: path
    .optional()
    .describe(
      'Folder of the server’s data: encrypted photos, and the built-in database. Unset: `$XDG_DATA_HOME/homeward`, or `~/.local/share/homeward`.',
    ),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'give an address as postgres://user:password@host/name')
    .optional()
    .describe('PostgreSQL, version 15 or newer. Unset: Homeward starts its own in HOMEWARD_DATA_DIR.'),
  HOMEWARD_HOST: z
    .string()
    .trim()
    .default('127.0.0.1')
    .describe('Address that the server listens on. Keep the default behind a reverse proxy on the same machine.'),
  HOMEWARD_PORT: wholeNumber(0, 65_535).default(3000).describe('Port that the server listens on.'),
  HOMEWARD_URL: z
    .url('give an address as https://homeward.example.org')
    .optional()
    .describe('Address that people reach the server under; links in e-mails start with it. Unset: http://HOST:PORT.'),
  HOMEWARD_TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .pipe(
      z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'give addresses or networks such as 10.0.0.0/8')),
    )
    .optional()
    .describe(
      'Addresses or networks (such as `10.0.0.0/8`) of the reverse proxies in front of the server, with commas between: what they say in X-Forwarded-For is believed. Unset: only a proxy on the same machine is.',
    ),
  HOMEWARD_SESSION_HOURS: wholeNumber(1, 720)
    .default(12)
    .describe('Hours without use after which people must sign in again.'),
  HOMEWARD_ALERT_FPIR: z.coerce
    .number('give a number such as 0.01')
    .min(0.0001, 'give at least 0.0001')
    .max(0.5, 'give at most 0.5: more alerts than that nobody reads')
    .default(0.01)
    .describe(
      'Share of searches for children who are not sought that may raise an alert (FPIR). Smaller: fewer false alerts, and more children missed. While there are too few cases to hold it, the best candidate of a search raises an alert when it is above every search for a stranger so far. When it changes, everything is searched again. docs/search.md explains it.',
    ),
  HOMEWARD_CONTROL_RATE: z.coerce
    .number('give a number such as 0.1')
    .min(0, 'give at least 0')
    .max(0.5, 'give at most 0.5: more controls than candidates help nobody')
    .default(0.1)
    .describe(
      'Share of probes in the review queue that are controls: pairs of children known to differ, by which reviewers are measured. docs/review.md explains them. 0 turns them off.',
    ),
  HOMEWARD_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'give an address as smtp://user:password@host:587')
    .optional()
    .describe('Mail server that alerts go out through. Unset: messages wait in the outbox.'),
  HOMEWARD_MAIL_FROM: z
    .string()
    .trim()
    .default('Homeward <homeward@localhost>')
    .describe('Sender of e-mails, as a mail program shows it.'),
  HOMEWARD_MAIL_RELAY: z
    .enum(['on', 'off'], 'give on or off')
    .default('off')
    .describe('`on`: an e-mail about a child waits until an officer has checked who will get it.'),
  HOMEWARD_COUNTRY: z
    .string()
    .trim()
    .regex(/^[A-Z]{2}$/, 'give two capital letters, for example IN')
    .optional()
    .describe('Country whose emergency numbers are shown where a reporter names none (ISO 3166-1 alpha-2).'),
  HOMEWARD_EMERGENCY_NUMBERS_FILE: path
    .optional()
    .describe(
      'JSON file of emergency numbers that go before the built-in ones, in the form of data/emergency-numbers.json. Check the numbers of your country there before you go live.',
    ),
  HOMEWARD_SECURITY_CONTACT: z
    .string()
    .trim()
    .regex(/^(mailto:|https:\/\/)\S+$/, 'give an address as mailto:security@example.org or https://…')
    .optional()
    .describe('Whom people tell of a weakness of the server, in /.well-known/security.txt. Unset: HOMEWARD_MAIL_FROM.'),
  HOMEWARD_SIGHTING_DAYS: wholeNumber(1, 3650)
    .default(365)
    .describe('Days that a sighting and its photos are kept, to be searched when a new case is opened.'),
  HOMEWARD_ALLOWED_HOSTS: z
    .string()
    .default('')
    .describe(
      'Hosts in the server’s own network that webhooks may call all the same: `host` or `host:port`, separated by commas.',
    ),
  HOMEWARD_ACCOUNT_REQUESTS: wholeNumber(1, 1_000_000)
    .default(1200)
    .describe('Requests of the API that one account may make in a minute.'),
  HOMEWARD_KEY_REQUESTS: wholeNumber(1, 1_000_000)
    .default(600)
    .describe('Requests of the API that one API key may make in a minute.'),
  HOMEWARD_MAP_TILES: z
    .string()
    .trim()
    .regex(
      /^https?:\/\/[^{}/]+\/(?=.*\{z\})(?=.*\{x\})(?=.*\{y\})\S+$/,
      'give an address such as https://tiles.example.org/{z}/{x}/{y}.png',
    )
    .optional()
    .describe(
      'Tiles of a map server that you run or have a contract with, as https://tiles.example.org/{z}/{x}/{y}.png. It learns which places your people look at. Unset: the built-in map, which needs no other server. docs/maps.md explains both.',
    ),
  HOMEWARD_MAP_ATTRIBUTION: z
    .string()
    .trim()
    .max(200, 'write at most 200 characters')
    .default('')
    .describe('What is written on those maps, such as «© OpenStreetMap contributors».'),
  HOMEWARD_WATCH: z
    .enum(['on', 'off'], 'give on or off')
    .default('on')
    .describe(
      '`on`: the server also watches cameras and films, as far as watch orders ask for it. `off`: another process does, `homeward watch`. docs/watch.md explains both.',
    ),
  HOMEWARD_WATCH_HOSTS: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .pipe(
      z.array(
        z.union(
          [z.cidrv4(), z.cidrv6(), z.string().regex(HOST, 'give hosts')],
          'give hosts such as camera.example.org, 10.0.0.7:554 or 10.0.0.0/8',
        ),
      ),
    )
    .describe(
      'Cameras in the network that the server may connect to: `host`, `host:port` or networks (such as `10.0.0.0/8`), separated by commas. Unset: none.',
    ),
  HOMEWARD_MAX_FILM_GB: wholeNumber(1, 1000)
    .default(10)
    .describe('Largest film that is taken, in GB. A longer one must be sent in parts.'),
  HOMEWARD_METRICS_PORT: wholeNumber(1, 65_535)
    .optional()
    .describe('Port for Prometheus, on the same address: GET /metrics. Keep it from the public. Unset: none.'),
  HOMEWARD_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'give debug, info, warn, error or silent')
    .default('info')
    .describe('What the server logs, as JSON lines on its standard error.'),
});

function expandHome(text: string): string {
  return text === '~' || text.startsWith('~/') ? join(homedir(), text.slice(1)) : text;
}
