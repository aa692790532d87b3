/** Lists by keyboard: j and k go down and up, o opens. */

const STEPS: Readonly<Record<string, number>> = { j: 1, k: -1 };

document.addEventListener('keydown', (event) => {
  const { target, key } = event;
  const isTyping = target instanceof Element && target.closest('input, select, textarea, [contenteditable]');
  if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  const links = [...document.querySelectorAll<HTMLAnchorElement>('[data-row] a')];
  const active = document.activeElement;
  const here = active instanceof HTMLAnchorElement ? links.indexOf(active) : -1;
  if (key === 'o') links[here]?.click();
  const step = STEPS[key];
  if (step !== undefined) links[Math.min(links.length - 1, Math.max(0, here + step))]?.focus();
});

export {};
