import { describe, expect, it } from 'vitest';
import { parseChildrenCsv } from './children-csv.ts';

const parse = (text: string) => parseChildrenCsv(Buffer.from(text));
const messages = (text: string) => parse(text).problems.map(({ row, message }) => `${row}: ${message}`);

describe('parseChildrenCsv', () => {
  it('reads one row a child, with tolerant headers', () => {
    const { children, problems } = parse(
      '\uFEFFFolder;Name;Gender;Date of birth;Photo dates;Faces\r\namina;Amina Ö.;girl;2014-03;"A.jpg=2019-03-20; b.JPG=2021";B.jpg=2\r\n',
    );
    expect(problems).toEqual([]);
    expect(children).toMatchObject([{ folder: 'amina', name: 'Amina Ö.', sex: 'female', row: 2 }]);
    expect(children[0]?.birthDate?.text).toBe('2014-03');
    expect([...(children[0]?.photoDates ?? [])].map(([photo, { text }]) => [photo, text])).toEqual([
      ['a.jpg', '2019-03-20'],
      ['b.jpg', '2021'],
    ]);
    expect(children[0]?.faces.get('b.jpg')).toEqual({ number: 2 });
  });

  it('reads one row a photo', () => {
    const { children, problems } = parse('child,photo,date,face\nben,1.jpg,2020,\nben,2.jpg,2021-02,3\n');
    expect(problems).toEqual([]);
    expect(children).toHaveLength(1);
    expect(children[0]?.photoDates.get('2.jpg')?.text).toBe('2021-02');
    expect(children[0]?.faces.get('2.jpg')).toEqual({ number: 3 });
  });

  it('reads what a spreadsheet on Windows saves', () => {
    const { children } = parseChildrenCsv(Buffer.from('child,name\nx,Zo\xeb\n', 'latin1'));
    expect(children[0]?.name).toBe('Zoë');
  });

  it('gives a line for each wrong row and keeps the rest of it', () => {
    const text =
      'child,sex,birth_date,photo_dates\na,girl,2015-02-30,A.jpg=2020\nb,q,2014,A.jpg=03/04/2020\na,,,\n,girl,,\n';
    expect(messages(text)).toEqual([
      '2: «2015-02-30» is no day of the calendar. Write 2021-05-03, 2021-05 or 2021.',
      '3: «q» is not known as a sex: write female, male or other.',
      '3: «03/04/2020» is not a date that can be read. Write 2021-05-03, 2021-05 or 2021.',
      '4: «a» was given in row 2 already, so this row is left out.',
      '5: No child is named in this row, so it is left out.',
    ]);
    expect(parse(text).children.map(({ folder, sex }) => [folder, sex])).toEqual([
      ['a', 'female'],
      ['b', null],
    ]);
  });

  it('does not choose between two values for one thing', () => {
    const text = 'child,birth_date,photo,date\na,2014,1.jpg,2020\na,2015,1.jpg,2021\n';
    expect(messages(text)).toEqual([
      '3: «a» has «2014» above and «2015» here; the first is used.',
      '3: «a/1.jpg» is given twice; the date 2020 above is used.',
    ]);
    expect(parse(text).children[0]?.birthDate?.text).toBe('2014');
  });

  it('tells of unknown columns and broken quotes and reads on', () => {
    expect(messages('child,shoe size\na,31\n')).toEqual(['1: The column «shoe size» is not known and is left out.']);
    const broken = 'child,name\na,"A" B\nc,"C\nd,D\ne,"E"\n';
    expect(messages(broken)).toEqual([
      '2: This row cannot be read: a quotation mark is missing or too many.',
      '3: This row cannot be read: a quotation mark is missing or too many.',
    ]);
    expect(parse(broken).children.map(({ folder, name, row }) => [folder, name, row])).toEqual([
      ['d', 'D', 4],
      ['e', 'E', 5],
    ]);
  });

  it('counts the lines of the file, past blank ones and cells of several lines', () => {
    expect(messages('child,name,sex\n\na,"A\nB",girl\nb,B,q\n')).toEqual([
      '5: «q» is not known as a sex: write female, male or other.',
    ]);
  });

  it('refuses a table that names no child', () => {
    expect(() => parse('')).toThrow('empty');
    expect(() => parse('birth_date\n2014\n')).toThrow('Call the one with the names of the folders «child»');
  });
});
