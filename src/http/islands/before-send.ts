/** What has to happen between a tap on «send» and sending, in this order. */
const STEPS = ['waiting', 'photos', 'proof', 'line'] as const;
type StepName = (typeof STEPS)[number];

/** @returns false when the form must not be sent now */
type Step = () => Promise<boolean>;

const plans = new WeakMap<HTMLFormElement, Map<StepName, Step>>();

/** The line is gone, or the server. The event `unsent` of the form tells; who keeps the form calls preventDefault. */
export class LineError extends Error {}

/** Do something before a form is sent; it is sent as any form then, so that its answer is a page. */
export function beforeSend(form: HTMLFormElement, name: StepName, step: Step): void {
  const plan = plans.get(form) ?? new Map<StepName, Step>();
  plan.set(name, step);
  if (plans.has(form)) return;
  plans.set(form, plan);
  form.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    if (!form.hasAttribute('aria-busy')) void run(form, plan, event.submitter);
  });
}

async function run(form: HTMLFormElement, plan: Map<StepName, Step>, submitter: HTMLElement | null): Promise<void> {
  form.setAttribute('aria-busy', 'true');
  submitter?.classList.add('is-busy');
  submitter?.setAttribute('aria-disabled', 'true');
  const isReady = await allDone(form, plan);
  form.removeAttribute('aria-busy');
  if (isReady) return send(form, submitter);
  submitter?.classList.remove('is-busy');
  submitter?.removeAttribute('aria-disabled');
}

async function allDone(form: HTMLFormElement, plan: Map<StepName, Step>): Promise<boolean> {
  try {
    for (const name of STEPS) if ((await plan.get(name)?.()) === false) return false;
    return true;
  } catch (error) {
    if (!(error instanceof LineError)) throw error;
    form.dispatchEvent(new Event('unsent', { cancelable: true }));
    return false;
  }
}

function send(form: HTMLFormElement, submitter: HTMLElement | null): void {
  if (submitter instanceof HTMLButtonElement && submitter.name) {
    const chosen = Object.assign(document.createElement('input'), { type: 'hidden', name: submitter.name });
    chosen.value = submitter.value;
    form.append(chosen);
  }
  // A field may be called «submit».
  HTMLFormElement.prototype.submit.call(form);
}
