import { ProofOfWork } from '../../components/proof-of-work.tsx';
import { usePage } from '../../page.tsx';

/** What keeps floods off, before the photos of a form: a proof that script works out, and a field for programs only. */
export const FormGuards = () => {
  const { t } = usePage();
  return (
    <>
      <ProofOfWork />
      <div class="visually-hidden" aria-hidden="true">
        <label for="f-website">{t('report.trap')}</label>
        <input id="f-website" name="website" tabindex={-1} autocomplete="off" />
      </div>
    </>
  );
};
