import type { Child } from 'hono/jsx';

interface TableProps {
  readonly caption: string;
  /** Rows of the head. */
  readonly head: Child;
  /** Rows of the body. */
  readonly children: Child;
  /** Stands below the table. */
  readonly note?: Child;
  /** Class of the table, where it looks different from the others. */
  readonly look?: string;
}

/** A table of the report: scrolls by itself on a narrow screen, and is named for those who hear it. */
export function Table({ caption, head, children, note, look }: TableProps) {
  return (
    <section class="scroll" aria-label={caption}>
      <table class={look}>
        <caption>{caption}</caption>
        <thead>{head}</thead>
        <tbody>{children}</tbody>
      </table>
      {note}
    </section>
  );
}
