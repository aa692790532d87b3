/** What every page runs: the zone of the clock, menus that close, forms that are sent once. */

declare const navigator: Navigator;

const ZONE = 'homeward-zone';
const YEAR_SECONDS = 365 * 86_400;

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && !document.cookie.includes(`${ZONE}=${zone}`)) {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that we serve
  document.cookie = `${ZONE}=${zone}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

document.addEventListener('click', ({ target }) => {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>('details.menu[open]'))
    if (target instanceof Node && !menu.contains(target)) menu.open = false;
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const menu = document.querySelector<HTMLDetailsElement>('details.menu[open]');
  if (!menu) return;
  menu.open = false;
  menu.querySelector('summary')?.focus();
});

/** A second tap sends nothing twice; going back finds the button usable again. */
document.addEventListener('submit', (event) => {
  const { submitter } = event as SubmitEvent;
  if (!(submitter instanceof HTMLButtonElement) || event.defaultPrevented) return;
  setTimeout(() => {
    submitter.setAttribute('aria-disabled', 'true');
    submitter.classList.add('is-busy');
  });
});
document.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('button[aria-disabled="true"]') : null;
  if (button) event.preventDefault();
});
window.addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('button.is-busy')) {
    button.classList.remove('is-busy');
    button.removeAttribute('aria-disabled');
  }
});

document.getElementById('errors')?.focus();

/** On a phone, menus and tabs are wider than the page: begin where one is. */
for (const strip of document.querySelectorAll('.site-nav, .tabs')) {
  const here = strip.querySelector('[aria-current]')?.getBoundingClientRect();
  const { left, right } = strip.getBoundingClientRect();
  if (here) strip.scrollLeft += (here.left + here.right - left - right) / 2;
}

if ('serviceWorker' in navigator && document.documentElement.dataset.worker !== 'off')
  navigator.serviceWorker.register('/service-worker.js').catch(() => undefined);

export {};
