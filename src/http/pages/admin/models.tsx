import type { ModelView } from '../../../services/models.ts';
import { usePage } from '../../page.tsx';
import { Frame } from './frame.tsx';
import { Empty, Facts } from './parts.tsx';

const LOOKS = { installed: 'tag tag-good', missing: 'tag tag-warn', damaged: 'tag tag-wrong' } as const;

/** What each network is, where it comes from, what is known of it. */
export const ModelsPage = ({ models }: { readonly models: readonly ModelView[] }) => {
  const { t } = usePage();
  return (
    <Frame title={t('admin.models')} lede={t('admin.models-lede')}>
      {models.length === 0 && <Empty icon="scan-face">{t('admin.models-none')}</Empty>}
      <div class="grid wide">
        {models.map((model) => (
          <ModelCard model={model} />
        ))}
      </div>
    </Frame>
  );
};

const ModelCard = ({ model }: { readonly model: ModelView }) => {
  const { t, format } = usePage();
  const { id, task, summary, state, isInUse, licence, origin, provenance, sha256, bytes, input, length } = model;
  return (
    <section class="card" aria-labelledby={`model-${id}`}>
      <h2 id={`model-${id}`}>{id}</h2>
      <p class="chips">
        <span class="tag">{t('admin.model-task', { task })}</span>
        <span class={LOOKS[state]}>{t('admin.model-state', { state })}</span>
        {!isInUse && <span class="tag">{t('admin.model-unused')}</span>}
        {!model.trainingDataKnown && <span class="tag tag-warn">{t('admin.model-training-unknown')}</span>}
      </p>
      <p lang="en" dir="ltr">
        {summary}
      </p>
      <Facts
        of={[
          [t('admin.version'), <code>{sha256.slice(0, 12)}</code>],
          [t('admin.size'), t('admin.megabytes', { size: format.number(bytes / 1e6, { maximumFractionDigits: 1 }) })],
          [
            t('admin.model-input'),
            <bdi>{`${input.width} × ${input.height}, ${input.colour}${length ? ` → ${length}` : ''}`}</bdi>,
          ],
          [t('admin.licence'), licence],
          [t('admin.source'), <span class="breaks">{origin ?? t('admin.model-own')}</span>],
        ]}
      />
      {model.measured && <Measured of={model.measured} />}
      <details>
        <summary>{t('admin.model-more')}</summary>
        <p lang="en" dir="ltr">
          {provenance}
        </p>
        <p>
          sha256 <code class="breaks">{sha256}</code>
        </p>
      </details>
    </section>
  );
};

const Measured = ({ of }: { readonly of: NonNullable<ModelView['measured']> }) => {
  const { t, format } = usePage();
  return (
    <p class="hint">
      {t('admin.model-measured', {
        rank1: format.percent(of.rank1, 1),
        rank10: format.percent(of.rank10, 1),
        missed: format.percent(of.fnirAtFpir1, 1),
      })}
    </p>
  );
};
