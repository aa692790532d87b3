import { Icon } from '../../components/icon.tsx';
import { usePage } from '../../page.tsx';

/** Which photos help, in words and drawings: no child's photo serves as an example. */
export const PhotoGuide = () => {
  const { t } = usePage();
  return (
    <section aria-labelledby="photo-guide">
      <h2 id="photo-guide">{t('guardian.guide')}</h2>
      <ul class="photo-list">
        {GUIDE.map(([key, Drawing, isGood]) => (
          <li class="photo-card">
            <svg viewBox="0 0 96 72" width="96" height="72" aria-hidden="true">
              <Drawing />
            </svg>
            <div class="photo-words">
              <p>
                <span class={isGood ? 'tag tag-good' : 'tag tag-warn'}>
                  <Icon name={isGood ? 'check' : 'x'} />
                  {t(isGood ? 'guardian.guide-good' : 'guardian.guide-poor')}
                </span>
              </p>
              <p>{t(key)}</p>
            </div>
          </li>
        ))}
      </ul>
      <p>{t('guardian.guide-ages')}</p>
    </section>
  );
};

const LINE = { fill: 'none', stroke: 'currentColor', 'stroke-width': 2.2, 'stroke-linecap': 'round' } as const;

const Frame = () => <rect x="1.5" y="1.5" width="93" height="69" rx="6" {...LINE} stroke-opacity="0.35" />;

const Face = ({ x = 48, y = 36, scale = 1 }: { readonly x?: number; readonly y?: number; readonly scale?: number }) => (
  <g transform={`translate(${x} ${y}) scale(${scale})`} {...LINE}>
    <ellipse rx="19" ry="24" />
    <path d="M-18-9C-12-20 12-20 18-9" />
    <path d="M-9-3v1M9-3v1M0-1l-2 6h4M-8 12c5 4 11 4 16 0" />
  </g>
);

const Front = () => (
  <>
    <Frame />
    <Face />
  </>
);

const Daylight = () => (
  <>
    <Frame />
    <Face x={56} />
    <g {...LINE}>
      <circle cx="17" cy="17" r="6" />
      <path d="M17 5v3M17 26v3M5 17h3M26 17h3M8.500 8.500l2 2M23.500 23.500l2 2" />
    </g>
  </>
);

const Filtered = () => (
  <>
    <Frame />
    <Face />
    <g {...LINE}>
      <path d="M31 19l-3-13 12 8M65 19l3-13-12 8" />
      <path d="M32 33h14v6H32zM50 33h14v6H50zM46 35h4" />
    </g>
  </>
);

const FarAway = () => (
  <>
    <Frame />
    <Face x={34} y={34} scale={0.3} />
    <g {...LINE}>
      <path d="M34 42v14M28 48h12M34 56l-4 9M34 56l4 9" />
      <path d="M60 66V44l10-8 10 8v22z" stroke-opacity="0.5" />
    </g>
  </>
);

const GUIDE = [
  ['guardian.guide-front', Front, true],
  ['guardian.guide-light', Daylight, true],
  ['guardian.guide-filter', Filtered, false],
  ['guardian.guide-far', FarAway, false],
] as const;
