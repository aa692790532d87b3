import type { Child } from 'hono/jsx';
import type { StaffCase } from '../../../services/cases/case-view.ts';
import { usePage } from '../../page.tsx';
import { selector } from '../../selector.ts';

type FileProps = { readonly file: StaffCase };

/** How the child looks and is called. */
export const Description = ({ file }: FileProps) => {
  const { t, format } = usePage();
  return (
    <dl class="facts">
      <Fact name={t('cases.field-child-name')}>{file.childName}</Fact>
      <Fact name={t('cases.field-other-names')}>{file.otherNames.length > 0 && format.list(file.otherNames)}</Fact>
      <Fact name={t('cases.field-sex')}>{file.sex && t('cases.sex', { sex: file.sex })}</Fact>
      <Fact name={t('cases.field-birth-date')}>{file.birthDate && format.partialDate(file.birthDate)}</Fact>
      <Fact name={t('cases.field-age-years')}>
        {file.ageYears !== null && t('cases.age', { years: file.ageYears })}
      </Fact>
      <Fact name={t('cases.field-height')}>
        {file.heightCm !== null && format.number(file.heightCm, { style: 'unit', unit: 'centimeter' })}
      </Fact>
      <Fact name={t('cases.field-hair')}>{file.hairColour}</Fact>
      <Fact name={t('cases.field-eyes')}>{file.eyeColour}</Fact>
      <Fact name={t('cases.field-marks')}>{file.marks.length > 0 && <Lines of={file.marks} />}</Fact>
      <Fact name={t('cases.field-languages')}>
        {file.languages.length > 0 && format.list(file.languages.map((each) => format.language(each)))}
      </Fact>
      <Fact name={t('cases.field-clothing')}>{file.clothing}</Fact>
      <Fact name={t('cases.field-medical')}>{file.medicalNeeds}</Fact>
    </dl>
  );
};

/** Where and when, and by what right. */
export const Circumstances = ({ file }: FileProps) => {
  const { t, format } = usePage();
  return (
    <dl class="facts">
      <Fact name={t('cases.field-last-seen')}>
        {file.lastSeenAt && (
          <time datetime={file.lastSeenAt}>{format.dateTime(file.lastSeenAt, { withZone: true })}</time>
        )}
      </Fact>
      <Fact name={t('cases.field-last-place')}>
        {[file.lastPlace, format.country(file.country)].filter(Boolean).join(', ')}
      </Fact>
      <Fact name={t('cases.field-circumstances')}>
        {file.circumstances && (
          <p class="prose" dir="auto">
            {file.circumstances}
          </p>
        )}
      </Fact>
      <Fact name={t('cases.field-police-reference')}>{file.policeReference}</Fact>
      <Fact name={t('cases.field-legal-basis')}>
        {file.legalBasis && t('cases.legal-basis', { basis: selector(file.legalBasis) })}
      </Fact>
      <Fact name={t('cases.field-consent-by')}>{file.consentBy}</Fact>
      <Fact name={t('cases.field-consent-at')}>
        {file.consentAt && <time datetime={file.consentAt}>{format.dateTime(file.consentAt)}</time>}
      </Fact>
    </dl>
  );
};

/** What is not known is not shown: an empty line says nothing. */
export const Fact = ({ name, children }: { readonly name: string; readonly children?: Child }) => {
  if (children === null || children === false || children === undefined || children === '') return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
};

const Lines = ({ of }: { readonly of: readonly string[] }) => (
  <ul>
    {of.map((line) => (
      <li>{line}</li>
    ))}
  </ul>
);
