import type { SourceView } from '../../../services/watch/sources.ts';
import { ConfirmForm } from '../../components/confirm-form.tsx';
import { usePage } from '../../page.tsx';
import { WatchFrame } from './frame.tsx';

/** Asks before an address or a film is erased. */
export const SourceRemovalPage = ({ source }: { readonly source: SourceView }) => {
  const { t } = usePage();
  const base = source.kind === 'file' ? '/watch/films' : '/watch/sources';
  return (
    <WatchFrame title={t('source.remove')}>
      <ConfirmForm
        action={`${base}/${source.id}/remove`}
        title={source.name}
        explanation={t('source.remove-means', { kind: source.kind })}
        submit={t('source.remove')}
        cancel={`${base}/${source.id}`}
        isDanger
      />
    </WatchFrame>
  );
};
