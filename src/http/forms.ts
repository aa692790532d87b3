import type { Context } from 'hono';
import { z } from 'zod';
import { AppError } from '../core/errors.ts';
import type { Env } from './env.ts';

/** What a form held when it was sent, so that it can be shown again with nothing lost. */
export interface FormState {
  readonly values: Readonly<Record<string, string>>;
  /** By the name of the field, in the language of the page; '' is for what belongs to no field. */
  readonly errors: Readonly<Record<string, string>>;
}

export const EMPTY_FORM: FormState = { values: {}, errors: {} };

/** The fields of a form without files. Of several of one name the last counts; see `fieldsOf` for all. */
export async function readForm(c: Context<Env>): Promise<Record<string, string>> {
  const body = await c.req.parseBody();
  return Object.fromEntries(
    Object.entries(body).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** All values of one name, such as of a group of checkboxes. */
export async function fieldsOf(c: Context<Env>, name: string): Promise<string[]> {
  const body = await c.req.parseBody({ all: true });
  return [body[name] ?? []].flat().filter((each) => typeof each === 'string');
}

/** What to show of a form that could not be taken. @throws what is neither bad input nor an AppError that says so */
export function formStateOf(c: Context<Env>, values: Record<string, string>, error: unknown): FormState {
  const say = c.var.page.texts.message;
  if (error instanceof z.ZodError) {
    const errors: Record<string, string> = {};
    for (const { path, message } of error.issues) errors[path.join('.')] ??= say(message);
    return { values, errors };
  }
  if (error instanceof AppError && FORM_ERRORS.has(error.code)) return { values, errors: { '': say(error.message) } };
  throw error;
}

/** What a person can mend in the form itself; all else gets the page of errors. */
const FORM_ERRORS: ReadonlySet<string> = new Set([
  'invalid',
  'conflict',
  'unsupported-media',
  'too-many',
  'unavailable',
]);

/** Empty fields are fields that were left out. */
export function withoutEmpty(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));
}
