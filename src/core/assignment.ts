/**
 * Pair rows with columns so that the sum of their costs is least, each used at most once.
 *
 * Shortest augmenting paths with potentials, O(rows² · columns).
 *
 * @param costs `costs[row][column]`, finite or `Infinity` for what may not be paired; rows of equal length
 * @returns the column of each row, or null
 * @see Kuhn 1955; Jonker & Volgenant, Computing 38 (1987)
 */
export function assign(costs: readonly (readonly number[])[]): (number | null)[] {
  const columns = costs[0]?.length ?? 0;
  if (costs.length === 0 || columns === 0) return costs.map(() => null);
  // A forbidden pair costs more than any allowed solution, so it is chosen only where nothing else is left.
  const finite = costs.flat().filter(Number.isFinite);
  const forbidden = 1 + costs.length * (1 + Math.max(0, ...finite) - Math.min(0, ...finite));
  const costOf = (row: number, column: number) => {
    const cost = costs[row]?.[column] ?? Number.POSITIVE_INFINITY;
    return Number.isFinite(cost) ? cost : forbidden;
  };
  const rowOf = costs.length <= columns ? pairAll(costs.length, columns, costOf) : null;
  const pairs = rowOf
    ? rowOf.map((row, column) => [row, column] as const)
    : pairAll(columns, costs.length, (column, row) => costOf(row, column)).map((column, row) => [row, column] as const);
  const columnOf: (number | null)[] = costs.map(() => null);
  for (const [row, column] of pairs)
    if (row >= 0 && column >= 0 && Number.isFinite(costs[row]?.[column] ?? Number.NaN)) columnOf[row] = column;
  return columnOf;
}

/** Every row gets a column; there are at least as many of these. @returns the row of each column, −1 for none */
function pairAll(rows: number, columns: number, costOf: (row: number, column: number) => number): number[] {
  const rowPotential = new Float64Array(rows);
  const columnPotential = new Float64Array(columns);
  const rowOf = new Array<number>(columns).fill(-1);
  for (let row = 0; row < rows; row++) augment({ rows, columns, costOf, rowPotential, columnPotential, rowOf }, row);
  return rowOf;
}

interface State {
  readonly rows: number;
  readonly columns: number;
  readonly costOf: (row: number, column: number) => number;
  readonly rowPotential: Float64Array;
  readonly columnPotential: Float64Array;
  readonly rowOf: number[];
}

/** Find the cheapest chain of exchanges that gives this row a column, and make them. */
function augment(state: State, first: number): void {
  const chain = cheapestChain(state, first);
  raisePotentials(state, first, chain);
  for (let column = chain.reached; column >= 0; ) {
    const previous = chain.before[column] ?? -1;
    state.rowOf[column] = previous < 0 ? first : (state.rowOf[previous] ?? -1);
    column = previous;
  }
}

interface Chain {
  /** The free column that it ends at. */
  readonly reached: number;
  readonly length: number;
  /** The column that each was reached from; −1 for the row itself. */
  readonly before: readonly number[];
  readonly distance: Float64Array;
  readonly done: readonly boolean[];
}

/** Dijkstra's search over the columns. */
function cheapestChain({ columns, costOf, rowPotential, columnPotential, rowOf }: State, first: number): Chain {
  const distance = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
  const before = new Array<number>(columns).fill(-1);
  const done = new Array<boolean>(columns).fill(false);
  let length = 0;
  let from = -1;
  for (let row = first; row >= 0; row = rowOf[from] ?? -1) {
    for (let column = 0; column < columns; column++) {
      const through = length + costOf(row, column) - (rowPotential[row] ?? 0) - (columnPotential[column] ?? 0);
      if (done[column] || through >= (distance[column] ?? 0)) continue;
      distance[column] = through;
      before[column] = from;
    }
    from = nearestOf(distance, done);
    length = distance[from] ?? 0;
    done[from] = true;
  }
  return { reached: from, length, before, distance, done };
}

/** Keep every reduced cost at zero or above, for the rows to come. */
function raisePotentials(state: State, first: number, { reached, length, distance, done }: Chain): void {
  const { columns, rowPotential, columnPotential, rowOf } = state;
  for (let column = 0; column < columns; column++) {
    if (!done[column] || column === reached) continue;
    const gain = length - (distance[column] ?? 0);
    columnPotential[column] = (columnPotential[column] ?? 0) - gain;
    const owner = rowOf[column] ?? -1;
    if (owner >= 0) rowPotential[owner] = (rowPotential[owner] ?? 0) + gain;
  }
  rowPotential[first] = (rowPotential[first] ?? 0) + length;
}

function nearestOf(distance: Float64Array, done: readonly boolean[]): number {
  let best = -1;
  for (let column = 0; column < distance.length; column++)
    if (!done[column] && (best < 0 || (distance[column] ?? 0) < (distance[best] ?? 0))) best = column;
  return best;
}
