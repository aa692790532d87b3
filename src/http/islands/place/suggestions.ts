/** A town as the server names it. */
export interface Town {
  readonly label: string;
  readonly latitude: number;
  readonly longitude: number;
}

const PAUSE_MILLISECONDS = 220;

/** Towns below a field while somebody types: a combobox with a list (WAI-ARIA Authoring Practices). */
export function offerTowns(input: HTMLInputElement, list: HTMLElement, choose: (town: Town) => void): void {
  let timer = 0;
  let asked = 0;
  const options = optionsIn(input, list, (town) => {
    asked++;
    choose(town);
  });
  const close = () => {
    asked++;
    options.show([]);
  };
  input.addEventListener('input', () => {
    clearTimeout(timer);
    const text = input.value.trim();
    const ask = ++asked;
    if (text.length < 2) return options.show([]);
    timer = setTimeout(async () => {
      const found = await townsFor(text);
      if (ask === asked) options.show(found);
    }, PAUSE_MILLISECONDS);
  });
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (list.hidden || !(step || ['Enter', 'Escape'].includes(event.key))) return;
    event.preventDefault();
    if (step) options.move(step);
    else if (event.key === 'Enter' && options.take()) return;
    else close();
  });
}

function optionsIn(input: HTMLInputElement, list: HTMLElement, choose: (town: Town) => void) {
  let towns: readonly Town[] = [];
  let active = -1;
  input.setAttribute('role', 'combobox');
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', list.id);

  const mark = (next: number) => {
    active = next;
    input.setAttribute('aria-expanded', String(!list.hidden));
    for (const [at, option] of [...list.children].entries())
      option.setAttribute('aria-selected', String(at === active));
    const option = list.children[active];
    if (option) input.setAttribute('aria-activedescendant', option.id);
    else input.removeAttribute('aria-activedescendant');
  };
  const show = (found: readonly Town[]) => {
    towns = found;
    list.hidden = towns.length === 0;
    list.replaceChildren(...towns.map((town, at) => optionFor(town, `${list.id}-${at}`, () => take(town))));
    mark(-1);
  };
  const take = (town: Town) => {
    show([]);
    choose(town);
  };
  show([]);
  return {
    show,
    move: (step: number) => mark((Math.max(active, step > 0 ? -1 : 0) + step + towns.length) % towns.length),
    take: () => {
      const town = towns[active];
      if (town) take(town);
      return town !== undefined;
    },
  };
}

function optionFor({ label }: Town, id: string, choose: () => void): HTMLElement {
  const option = Object.assign(document.createElement('div'), { id, textContent: label });
  option.setAttribute('role', 'option');
  // The field keeps the focus, so that the list is still there when the finger is lifted.
  option.addEventListener('pointerdown', (event) => event.preventDefault());
  option.addEventListener('click', choose);
  return option;
}

/** Without an answer there is nothing to offer: words alone are enough. */
async function townsFor(text: string): Promise<readonly Town[]> {
  try {
    const answer = await fetch(`/places?q=${encodeURIComponent(text)}`);
    return answer.ok ? (await answer.json()).places : [];
  } catch {
    return [];
  }
}

export async function townAt(latitude: number, longitude: number): Promise<Town | null> {
  try {
    const answer = await fetch(`/places/near?latitude=${latitude}&longitude=${longitude}`);
    return answer.ok ? (await answer.json()).place : null;
  } catch {
    return null;
  }
}
