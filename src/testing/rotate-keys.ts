import { openPlatform } from '../open-platform.ts';
import { rotateKeys } from '../services/storage/rotation.ts';
import { fakeApp } from './fake-app.ts';

// A program of its own, to be killed while it rotates keys: «homeward keys rotate» without the rest of the command line.
const [databaseUrl = '', key = '', oldKeysFile = '', dataDir = ''] = process.argv.slice(2);
const base = fakeApp({ key: async () => Buffer.from(key, 'hex') });
const config = { ...base.config, oldKeysFile, dataDir };
const { app, close } = await openPlatform({ ...base, config }, { isWorker: false, databaseUrl });
process.stdout.write(`${await rotateKeys(app, () => process.stdout.write('.'))}\n`);
await close();
