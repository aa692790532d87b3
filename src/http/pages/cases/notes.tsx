import type { Note } from '../../../services/cases/notes.ts';
import { ErrorSummary, Radios, TextArea } from '../../components/field.tsx';
import { Icon } from '../../components/icon.tsx';
import { LiveList } from '../../components/live-list.tsx';
import type { FormState } from '../../forms.ts';
import { usePage } from '../../page.tsx';
import { CaseFrame } from './case-frame.tsx';
import type { CaseHead } from './open-case.tsx';

export interface NotesData extends CaseHead {
  readonly notes: readonly Note[];
  readonly next: string | null;
  readonly form: FormState;
}

/** What colleagues write to one another, and what the guardian and the agency write. */
export const Notes = (data: NotesData) => {
  const { t } = usePage();
  const { file, notes, next } = data;
  return (
    <CaseFrame {...data} tab="notes">
      <div class="columns">
        <div>
          <h2>{t('cases.notes')}</h2>
          <LiveList id="case-notes" topics={['messages']}>
            {notes.length === 0 && (
              <div class="empty">
                <Icon name="message-circle" />
                <p>{t('cases.notes-none')}</p>
              </div>
            )}
            <ol class="notes">
              {notes.map((note) => (
                <OneNote note={note} />
              ))}
            </ol>
          </LiveList>
          {next && (
            <nav class="pager" aria-label={t('cases.pages')}>
              <span />
              <a class="button" href={`/cases/${file.id}/notes?cursor=${next}`}>
                {t('cases.older')}
              </a>
            </nav>
          )}
        </div>
        <WriteNote {...data} />
      </div>
    </CaseFrame>
  );
};

const OneNote = ({ note }: { readonly note: Note }) => {
  const { t, format } = usePage();
  return (
    <li class="card">
      <p class="hint">
        <strong>{note.author}</strong> · <time datetime={note.createdAt}>{format.dateTime(note.createdAt)}</time>{' '}
        {note.visibility === 'guardian' ? (
          <span class="tag tag-accent">{t(note.isFromGuardian ? 'cases.from-guardian' : 'cases.to-guardian')}</span>
        ) : (
          <span class="tag">{t('cases.staff-only')}</span>
        )}
      </p>
      <p class="prose" dir="auto">
        {note.text}
      </p>
    </li>
  );
};

const WriteNote = ({ file, form }: NotesData) => {
  const { t, can } = usePage();
  if (!can('note.write')) return null;
  return (
    <section class="card">
      <h2>{t('cases.note-write')}</h2>
      <form method="post" action={`/cases/${file.id}/notes`}>
        <ErrorSummary form={form} />
        <TextArea name="text" label={t('cases.note-text')} form={form} rows={5} more={{ maxlength: 5000 }} />
        <Radios
          name="visibility"
          label={t('cases.note-for')}
          form={form}
          value="staff"
          choices={[
            { value: 'staff', label: t('cases.note-for-staff') },
            ...(file.guardian
              ? [{ value: 'guardian', label: t('cases.note-for-guardian', { name: file.guardian.name }) }]
              : []),
          ]}
        />
        <button type="submit" class="main">
          <Icon name="send" />
          {t('cases.note-send')}
        </button>
      </form>
    </section>
  );
};
