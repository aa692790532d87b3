/** The children of the demo: computer-generated, none is a real person. */
export interface MissedChild {
  /** Of samples/children. */
  readonly folder: string;
  readonly photos: readonly DatedPhoto[];
  readonly child: object;
  /** Days before today. */
  readonly missedDaysAgo: number;
  /** What becomes of the case in the demo. */
  readonly fate: 'found' | 'public' | 'open' | 'protected' | 'withdrawn' | 'draft';
  /** Which guardian of the cast opens the case; without, an officer does. */
  readonly guardian?: 0 | 1;
}

interface DatedPhoto {
  readonly file: string;
  readonly yearsAgo: number;
}

const TWO: readonly DatedPhoto[] = [
  { file: 'earlier-B.jpg', yearsAgo: 3 },
  { file: 'A.jpg', yearsAgo: 1 },
];

const place = (lastPlace: string, lastLatitude: number, lastLongitude: number) => ({
  lastPlace,
  lastLatitude,
  lastLongitude,
});

/** The first five are seen by somebody. */
export const MISSED: readonly MissedChild[] = [
  {
    folder: 'i01',
    photos: TWO,
    missedDaysAgo: 210,
    fate: 'found',
    guardian: 0,
    child: {
      childName: 'Asha Rao',
      sex: 'female',
      birthDate: '2017-04',
      heightCm: 124,
      marks: ['Small scar above the left eyebrow'],
      clothing: 'Blue dress, white sandals',
      circumstances: 'Lost sight of in the crowd when the evening train came in.',
      languages: ['te', 'hi'],
      ...place('Secunderabad station', 17.4337, 78.5016),
    },
  },
  {
    folder: 'i02',
    photos: TWO,
    missedDaysAgo: 95,
    fate: 'public',
    child: {
      childName: 'Ravi Kumar',
      sex: 'male',
      birthDate: '2015-09',
      heightCm: 138,
      marks: ['Mole on the right cheek'],
      clothing: 'School uniform: grey shorts, white shirt',
      languages: ['te'],
      ...place('Charminar, Hyderabad', 17.3616, 78.4747),
    },
  },
  {
    folder: 'i03',
    photos: TWO,
    missedDaysAgo: 61,
    fate: 'public',
    child: {
      childName: 'Noor Begum',
      sex: 'female',
      birthDate: '2018',
      marks: ['Wears glasses'],
      clothing: 'Green salwar',
      languages: ['ur', 'te'],
      ...place('Vijayawada bus station', 16.5096, 80.6175),
    },
  },
  {
    folder: 'i04',
    photos: TWO,
    missedDaysAgo: 400,
    fate: 'open',
    child: {
      childName: 'Arjun Reddy',
      sex: 'male',
      birthDate: '2016-01',
      heightCm: 131,
      marks: ['Burn mark on the left forearm'],
      ...place('Warangal market', 17.9689, 79.5941),
    },
  },
  {
    folder: 'i05',
    photos: TWO,
    missedDaysAgo: 33,
    fate: 'open',
    child: { childName: 'Kavya Nair', sex: 'female', birthDate: '2014-11', ...place('Guntur', 16.3067, 80.4365) },
  },
  {
    folder: 'i06',
    photos: TWO,
    missedDaysAgo: 12,
    fate: 'open',
    guardian: 1,
    child: {
      childName: 'Salman Ali',
      sex: 'male',
      birthDate: '2017',
      heightCm: 127,
      marks: ['Chipped upper front tooth'],
      clothing: 'Red T-shirt, brown trousers',
      circumstances: 'Went to buy bread near the station and did not come back.',
      languages: ['ur', 'te'],
      ...place('Nizamabad station', 18.6725, 78.0941),
    },
  },
  {
    folder: 'i07',
    photos: TWO,
    missedDaysAgo: 150,
    fate: 'protected',
    child: { childName: 'Deepa Rani', sex: 'female', birthDate: '2019-02', ...place('Tirupati', 13.6288, 79.4192) },
  },
  {
    folder: 'i08',
    photos: TWO,
    missedDaysAgo: 720,
    fate: 'withdrawn',
    child: {
      childName: 'Joseph Paul',
      sex: 'male',
      birthDate: '2013-06',
      ...place('Visakhapatnam harbour', 17.6936, 83.2903),
    },
  },
  {
    folder: 'i11',
    photos: [
      { file: 'E.jpg', yearsAgo: 9 },
      { file: 'D.jpg', yearsAgo: 7 },
      { file: 'C.jpg', yearsAgo: 5 },
      { file: 'B.jpg', yearsAgo: 4 },
    ],
    missedDaysAgo: 1460,
    fate: 'public',
    child: {
      childName: 'Lakshmi Prasad',
      sex: 'female',
      birthDate: '2012-03-14',
      heightCm: 142,
      marks: ['Birthmark below the left ear'],
      circumstances: 'Left for school in the morning and did not arrive.',
      ...place('Kurnool', 15.8281, 78.0373),
    },
  },
  {
    folder: 'i09',
    photos: [{ file: 'A.jpg', yearsAgo: 1 }],
    missedDaysAgo: 2,
    fate: 'draft',
    child: { childName: 'Vikram Das', sex: 'male', birthDate: '2018-08', ...place('Nellore', 14.4426, 79.9865) },
  },
];

/** The basis that a guardian can give. */
const CONSENT = { legalBasis: 'consent' };

/** A case as it is sent to the server. */
export function caseOf({ child, fate, guardian, missedDaysAgo }: MissedChild, policeId: string): object {
  const byGuardian = guardian !== undefined;
  const lastSeenAt = daysAgo(missedDaysAgo);
  const consent = {
    ...CONSENT,
    consentBy: guardian === 1 ? 'Father' : 'Mother',
    consentAt: daysAgo(missedDaysAgo - 1),
  };
  return {
    ...child,
    ...(byGuardian || fate === 'public' ? consent : { legalBasis: 'police-power' }),
    ...(byGuardian && { agencyId: policeId }),
    country: 'IN',
    lastSeenAt,
  };
}

/** ISO 8601. */
export function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}
