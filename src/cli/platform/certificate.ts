import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import type { App } from '../../app.ts';
import { AppError, messageOf } from '../../core/errors.ts';
import type { Platform } from '../../platform.ts';
import { Certificate, checkErased, isErased, isGenuine } from '../../services/purge/certificate.ts';
import { EXIT, exitWith } from '../exit.ts';
import { answer, withPlatform } from './with-platform.ts';

export const certificateCommand = (app: App) =>
  new Command('certificate')
    .summary('check a purge certificate')
    .description('A purge certificate says what was erased of a case, and what was checked afterwards.')
    .addCommand(
      new Command('verify')
        .summary('is it genuine, and is all that still gone?')
        .description('Check that this server gave the certificate out, and look again for everything that it lists.')
        .argument('<file.json>', 'the certificate, as GET /api/v1/cases/{id}/certificates gives it')
        .option('--json', 'answer with JSON')
        .action((file: string, { json }: { json?: boolean }) =>
          withPlatform(app, async (platform) => {
            const verdict = await verify(platform, file);
            const words = verdict.isGenuine
              ? `The certificate is genuine. ${verdict.isErased ? 'All that it lists is gone.' : 'But some of it is THERE.'}`
              : 'The certificate is NOT genuine: it was changed, or another server gave it out.';
            answer(json, verdict, words);
            if (!verdict.isGenuine || !verdict.isErased) exitWith(EXIT.someFailed);
          }),
        ),
    );

async function verify(platform: Platform, file: string) {
  const certificate = await readCertificate(file);
  const { index } = await platform.searching();
  const checks = await checkErased(platform, certificate.contents.erased, index);
  return { isGenuine: isGenuine(platform, certificate), isErased: isErased(checks), checks };
}

async function readCertificate(file: string): Promise<Certificate> {
  try {
    return Certificate.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw new AppError('invalid', `${file} is no purge certificate: ${messageOf(cause)}`, { cause });
  }
}
