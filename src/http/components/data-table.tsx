import type { Child } from 'hono/jsx';

interface DataTableProps {
  readonly caption: string;
  /** Hidden where a heading just above says the same. */
  readonly isCaptionHidden?: boolean;
  readonly head: readonly string[];
  /** The first cell names the row. */
  readonly rows: readonly (readonly Child[])[];
}

/** A table that becomes a list of cards on a phone; each cell brings its heading along. */
export const DataTable = ({ caption, isCaptionHidden = false, head, rows }: DataTableProps) => (
  <table class="stacks">
    <caption class={isCaptionHidden ? 'visually-hidden' : undefined}>{caption}</caption>
    <thead>
      <tr>
        {head.map((label) => (
          <th scope="col">{label}</th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(([first, ...others]) => (
        <tr>
          <th scope="row">{first}</th>
          {others.map((cell, index) => (
            <td data-label={head[index + 1]} class={cell === '–' ? 'nothing' : undefined}>
              {cell}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
