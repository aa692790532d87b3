import type { Context } from 'hono';
import { Hono } from 'hono';
import {
  changePassword,
  editOwnAccount,
  OwnChanges,
  PasswordChange,
  viewOwnAccount,
} from '../../../services/accounts/own-account.ts';
import { listOwnSessions, revokeOtherSessions } from '../../../services/accounts/sessions.ts';
import { AlertPreference, setAlertPreference, viewAlertPreferences } from '../../../services/alerts/messages.ts';
import type { AccountParts } from '../../auth.ts';
import type { Env } from '../../env.ts';
import { formStateOf, readForm, withoutEmpty } from '../../forms.ts';
import { redirectWith, renderPage } from '../../page.tsx';
import { Alerts } from './alerts.tsx';
import { AccountSettings, type SettingsProps } from './settings.tsx';

export const settingsRoutes = (parts: AccountParts) => {
  const { app } = parts;
  const show = async (c: Context<Env>, forms: SettingsProps['forms'], status = 200) => {
    const account = await viewOwnAccount(app, c.var.actor);
    const sessions = await listOwnSessions(app, c.var.actor);
    const view = <AccountSettings account={account} sessions={sessions} sessionId={c.var.sessionId} forms={forms} />;
    return renderPage(c, view, status);
  };
  return new Hono<Env>()
    .get('/account', (c) => show(c, {}))
    .post('/account', async (c) => {
      const values = await readForm(c);
      try {
        await editOwnAccount(app, c.var.actor, OwnChanges.parse(withoutEmpty(values)));
        return redirectWith(c, '/account', 'account.saved');
      } catch (error) {
        return show(c, { self: formStateOf(c, values, error) }, 422);
      }
    })
    .post('/account/password', async (c) => {
      const values = await readForm(c);
      try {
        await changePassword(app, c.var, PasswordChange.parse(values));
        return redirectWith(c, '/account', 'account.password-changed');
      } catch (error) {
        return show(c, { password: formStateOf(c, {}, error) }, 422);
      }
    })
    .post('/account/sign-out-elsewhere', async (c) => {
      await revokeOtherSessions(app, c.var.actor, c.var.sessionId);
      return redirectWith(c, '/account', 'account.signed-out-elsewhere');
    })
    .get('/account/alerts', async (c) =>
      renderPage(c, <Alerts chosen={await viewAlertPreferences(app, c.var.actor)} />),
    )
    .post('/account/alerts', async (c) => {
      const values = await readForm(c);
      for (const channel of AlertPreference.shape.channel.options) {
        const mode = values[channel];
        if (mode !== undefined) await setAlertPreference(app, c.var.actor, AlertPreference.parse({ channel, mode }));
      }
      return redirectWith(c, '/account/alerts', 'account.saved');
    });
};
