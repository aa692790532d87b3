/** Small numbers for names, for as long as somebody uses them. */
export interface Names {
  /** The number of a name, made when it is new; each `take` needs a `leave`. @throws RangeError when all are in use */
  take(name: string): number;
  leave(number: number): void;
  numberOf(name: string): number | undefined;
  nameOf(number: number): string | undefined;
}

/** @param most highest number; 0 is never given */
export function openNames(most: number): Names {
  const numbers = new Map<string, number>();
  const names: (string | undefined)[] = [undefined];
  const uses: number[] = [0];
  const free: number[] = [];

  const made = (name: string): number => {
    const number = free.pop() ?? names.length;
    if (number > most) throw new RangeError(`the gallery tells at most ${most} agencies or owners apart`);
    numbers.set(name, number);
    names[number] = name;
    uses[number] = 0;
    return number;
  };
  return {
    take(name) {
      const number = numbers.get(name) ?? made(name);
      uses[number] = (uses[number] ?? 0) + 1;
      return number;
    },
    leave(number) {
      const name = names[number];
      if (name === undefined) return;
      const left = (uses[number] ?? 1) - 1;
      uses[number] = left;
      if (left > 0) return;
      numbers.delete(name);
      names[number] = undefined;
      free.push(number);
    },
    numberOf: (name) => numbers.get(name),
    nameOf: (number) => names[number],
  };
}
