/* A form is sent once however often it is clicked: htmx would queue the second click, a plain form would send it. */

const sent = new WeakSet<Element>();

export function guardAgainstDoubles(): void {
  document.addEventListener("submit", (event) => refuseSecond(event, event.target as HTMLFormElement), true);
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest?.("[hx-post], [hx-put], [hx-patch], [hx-delete]");
    if (button && button.localName !== "form" && sent.has(button)) halt(event);
  }, true);
  // A plain form: once nobody has prevented it, it is on its way until the page goes.
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!event.defaultPrevented && form.method === "post") begin(form, event.submitter);
  });
  document.addEventListener("htmx:before:request", (event) => {
    const { sourceElement, request } = (event as Requested).detail.ctx;
    if (request.method !== "GET") begin(sourceElement, request.submitter ?? null);
  });
  document.addEventListener("htmx:finally:request", (event) => {
    const { sourceElement, request } = (event as Requested).detail.ctx;
    end(sourceElement, request.submitter ?? null);
  });
  document.addEventListener("keydown", sendByKey);
  // Coming back by the browser's button finds the form ready again.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form").forEach((form) => end(form, null));
  });
}

type Requested = CustomEvent<{ ctx: { sourceElement: Element; request: { method: string; submitter?: Element } } }>;

/** Ctrl-Enter sends the form that one writes in. */
function sendByKey(event: KeyboardEvent): void {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
  const form = (event.target as Element).closest?.("textarea")?.form;
  if (!form) return;
  event.preventDefault();
  form.requestSubmit(form.querySelector<HTMLElement>('[type="submit"]'));
}

function refuseSecond(event: Event, form: HTMLFormElement): void {
  if (sent.has(form)) halt(event);
}

function halt(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function begin(sender: Element, button: Element | null): void {
  sent.add(sender);
  (button ?? sender).setAttribute("aria-busy", "true");
}

function end(sender: Element, button: Element | null): void {
  sent.delete(sender);
  for (const element of [sender, button, ...sender.querySelectorAll("[aria-busy]")]) element?.removeAttribute("aria-busy");
}
