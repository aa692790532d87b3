import type { SourceView } from '../../../services/watch/sources.ts';
import { usePage } from '../../page.tsx';

type Coverage = Pick<SourceView, 'headingDegrees' | 'angleDegrees' | 'rangeMetres'>;

const DIRECTIONS = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const;
const [CENTRE, RADIUS] = [100, 78];

/** Where a camera looks, how wide and how far: north is up. */
export const CoverageDrawing = ({ of }: { readonly of: Coverage }) => {
  const { t } = usePage();
  const words = useCoverageWords(of);
  return (
    <figure class="coverage">
      <svg viewBox="0 0 200 200" role="img" aria-label={words}>
        <circle class="coverage-range" cx={CENTRE} cy={CENTRE} r={RADIUS} />
        <path class="coverage-wedge" d={wedge(of)} />
        <circle class="coverage-camera" cx={CENTRE} cy={CENTRE} r="6" />
        <text x={CENTRE} y="14" text-anchor="middle">
          {t('source.north')}
        </text>
      </svg>
      <figcaption class="hint">{words}</figcaption>
    </figure>
  );
};

function useCoverageWords({ headingDegrees, angleDegrees, rangeMetres }: Coverage): string {
  const { t, format } = usePage();
  const direction = headingDegrees === null ? null : DIRECTIONS[Math.round(headingDegrees / 45) % 8];
  const parts = [
    direction ? t('source.looks-towards', { direction }) : t('source.looks-around'),
    angleDegrees !== null && t('source.looks-wide', { degrees: angleDegrees }),
    rangeMetres !== null && t('source.looks-far', { metres: rangeMetres }),
  ];
  return format.list(parts.filter((part) => part !== false));
}

/** A sector of the circle; the whole of it where nobody said where the camera looks. */
function wedge({ headingDegrees, angleDegrees }: Coverage): string {
  const angle = angleDegrees ?? 90;
  if (headingDegrees === null || angle >= 360) {
    const [left, right] = [CENTRE - RADIUS, CENTRE + RADIUS];
    return `M${left} ${CENTRE}A${RADIUS} ${RADIUS} 0 1 1 ${right} ${CENTRE}A${RADIUS} ${RADIUS} 0 1 1 ${left} ${CENTRE}Z`;
  }
  const [from, to] = [headingDegrees - angle / 2, headingDegrees + angle / 2].map(pointAt);
  return `M${CENTRE} ${CENTRE}L${from}A${RADIUS} ${RADIUS} 0 ${angle > 180 ? 1 : 0} 1 ${to}Z`;
}

/** On the edge of the circle, clockwise from north. */
function pointAt(degrees: number): string {
  const turn = (degrees * Math.PI) / 180;
  return `${(CENTRE + RADIUS * Math.sin(turn)).toFixed(1)} ${(CENTRE - RADIUS * Math.cos(turn)).toFixed(1)}`;
}
