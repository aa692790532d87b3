import type { Invitation } from '../../../db/invitations.ts';
import { ConfirmForm } from '../../components/confirm-form.tsx';
import { usePage } from '../../page.tsx';
import { type Base, Frame } from './frame.tsx';

export const WithdrawPage = ({ base, invitation }: { readonly base: Base; readonly invitation: Invitation }) => {
  const { t } = usePage();
  return (
    <Frame title={t('admin.withdraw-title')}>
      <ConfirmForm
        action={`${base}/people/invitations/${invitation.id}/withdraw`}
        title={invitation.email ?? ''}
        explanation={t('admin.withdraw-means')}
        submit={t('admin.withdraw')}
        cancel={`${base}/people`}
        isDanger
      />
    </Frame>
  );
};
