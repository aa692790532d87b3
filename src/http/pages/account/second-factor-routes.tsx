import { Hono } from 'hono';
import { z } from 'zod';
import type { AccountParts } from '../../auth.ts';
import type { Env } from '../../env.ts';
import { EMPTY_FORM, formStateOf, readForm } from '../../forms.ts';
import { renderPage } from '../../page.tsx';
import { callAuth } from './auth-call.ts';
import { firstPage, wantedPath } from './next.ts';
import { BackupCodes, BeginFactor, type NewFactor, ScanFactor } from './second-factor.tsx';
import { SecondFactor } from './sign-in.tsx';

const Made = z.object({ totpURI: z.string(), backupCodes: z.array(z.string()) });
const Codes = Made.pick({ backupCodes: true });

/** What the form brings back; our own page wrote it, but anybody may send it. */
const Kept = z.object({ address: z.string().regex(/^otpauth:\/\/totp\//), backupCodes: z.string().max(1000) });

export const secondFactorRoutes = (parts: AccountParts) =>
  new Hono<Env>()
    .get('/account/second-factor', (c) => {
      const { actor } = c.var;
      // Nobody yet: the password was right, and the code is to come.
      if (actor.kind !== 'account')
        return renderPage(c, <SecondFactor form={EMPTY_FORM} next={wantedPath(c.req.query('next'))} />);
      return renderPage(c, <BeginFactor form={EMPTY_FORM} isFirst={actor.isSecondFactorMissing === true} />);
    })
    .post('/account/second-factor/begin', async (c) => {
      const { password = '' } = await readForm(c);
      try {
        const made = Made.parse(await callAuth(parts, c, { path: '/two-factor/enable', body: { password } }));
        const factor = { address: made.totpURI, backupCodes: made.backupCodes };
        return renderPage(c, <ScanFactor form={EMPTY_FORM} factor={factor} />);
      } catch (error) {
        const isFirst = c.var.actor.kind === 'account' && c.var.actor.isSecondFactorMissing === true;
        return renderPage(c, <BeginFactor form={formStateOf(c, {}, error)} isFirst={isFirst} />, 422);
      }
    })
    .post('/account/second-factor/confirm', async (c) => {
      const { code = '', ...kept } = await readForm(c);
      const { address, backupCodes } = Kept.parse(kept);
      const factor: NewFactor = { address, backupCodes: backupCodes.split(' ').filter(Boolean) };
      try {
        await callAuth(parts, c, { path: '/two-factor/verify-totp', body: { code: code.replaceAll(/\s/g, '') } });
        const role = c.var.viewer?.role ?? 'guardian';
        const next = role === 'admin' ? '/setup' : firstPage(role);
        return renderPage(c, <BackupCodes codes={factor.backupCodes} next={next} />);
      } catch (error) {
        return renderPage(c, <ScanFactor form={formStateOf(c, {}, error)} factor={factor} />, 422);
      }
    })
    .post('/account/backup-codes', async (c) => {
      const { password = '' } = await readForm(c);
      const path = '/two-factor/generate-backup-codes';
      const { backupCodes } = Codes.parse(await callAuth(parts, c, { path, body: { password } }));
      return renderPage(c, <BackupCodes codes={backupCodes} next="/account" />);
    });
