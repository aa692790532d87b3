import type { CalibrationContent } from '../../adapters/calibration-file.ts';
import { FORMAT, KIND } from '../../adapters/calibration-file.ts';
import { AGE_DOMAINS, meanKey } from '../../match/domain.ts';
import { COHORT_SIZE } from '../../match/normalise.ts';
import type { Calibrated } from './calibrate.ts';

/** What the file tells beside the fit. */
export type Origin = Pick<CalibrationContent, 'madeAt' | 'homeward' | 'seed' | 'splits' | 'people' | 'photos'>;

/** A fit in the form of a calibration file. @param versionOf version of an installed model */
export function calibrationContent(
  { fit, measured }: Calibrated,
  origin: Origin,
  versionOf: (model: string) => string,
): CalibrationContent {
  const { models = {}, means, cohortSize = COHORT_SIZE } = fit.options;
  const counted = Object.entries(models).flatMap(([model, { weight, start }]) =>
    start && weight > 0 ? [{ model, version: versionOf(model), weight, ...start }] : [],
  );
  const domains = AGE_DOMAINS.filter((domain) => domain !== 'unknown');
  return {
    kind: KIND,
    format: FORMAT,
    ...origin,
    models: counted,
    domainMeans: counted.flatMap(({ model, version }) =>
      domains.flatMap((domain) => {
        const mean = means?.get(meanKey({ model, version }, domain));
        return mean ? [{ model, version, domain, values: base64Of(mean) }] : [];
      }),
    ),
    cohortSize,
    likelihood: { gallerySize: fit.gallerySize, map: fit.likelihood.map((point) => ({ ...point })) },
    measured,
  };
}

function base64Of(values: Float32Array): string {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeFloatLE(value, 4 * index);
  return bytes.toString('base64');
}
