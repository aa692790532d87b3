/** What is dear to make, made when it is first asked for and kept. What `make` throws is not kept. */
export function once<Made>(make: () => Made): () => Made {
  let made: { readonly value: Made } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/**
 * As `once`, one for each thing that is asked for.
 *
 * @param make from a text, a number, or an object that equals another when its JSON does
 * @param most how many are kept, where it is not for us to say what is asked for; of more, the first goes
 */
export function onceEach<Asked, Made>(
  make: (asked: Asked) => Made,
  most = Number.POSITIVE_INFINITY,
): (asked: Asked) => Made {
  const kept = new Map<unknown, { readonly value: Made }>();
  return (asked) => {
    const key = typeof asked === 'object' ? JSON.stringify(asked) : asked;
    const known = kept.get(key);
    if (known) return known.value;
    const made = { value: make(asked) };
    kept.set(key, made);
    const [first] = kept.keys();
    if (kept.size > most) kept.delete(first);
    return made.value;
  };
}
