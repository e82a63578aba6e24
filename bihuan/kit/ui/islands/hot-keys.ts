/* <hot-keys>: one key, one deed. Whatever carries data-key="r" is clicked (or focused, if one writes in it) by R; J and K
   walk through [data-row]; data-then="#field" names where the focus goes afterwards; ? lists the keys of the page. Never while somebody types or composes, never over a dialog.
   Single keys can be switched off in that list (WCAG 2.1.4). */

import { show } from "@web/dialogs";

const OFF = "hot-keys-off";

class HotKeys extends HTMLElement {
  readonly #pressed = (event: KeyboardEvent) => this.#press(event);

  connectedCallback(): void {
    document.addEventListener("keydown", this.#pressed);
    const choice = this.querySelector<HTMLInputElement>("[data-single-keys]");
    if (!choice) return;
    choice.checked = !localStorage.getItem(OFF);
    choice.addEventListener("change", () => (choice.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#pressed);
  }

  #press(event: KeyboardEvent): void {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const isDone = event.key === "?" ? this.#tell() : !localStorage.getItem(OFF) && (walk(event.key) || press(event.key));
    if (isDone) event.preventDefault();
  }

  #tell(): boolean {
    const list = this.querySelector("[data-keys]")!;
    const pattern = this.querySelector<HTMLTemplateElement>("template[data-key-row]")!.content;
    const hasRows = document.querySelector("[data-row]") !== null;
    list.replaceChildren(...named().map(({ key, label }) => row(pattern, label, [key])));
    const walking = this.dataset.walk;
    if (hasRows && walking) list.prepend(row(pattern, walking, ["J", "K"]));
    show(this.querySelector("dialog")!);
    return true;
  }
}

/** Name every key of the page once, in the order of the page. */
function named(): { key: string; label: string }[] {
  const keys = new Map<string, string>();
  for (const element of keyed()) {
    const label = element.dataset.keyLabel ?? element.getAttribute("aria-label") ?? element.textContent!.trim();
    if (element.dataset.key !== "?" && !keys.has(element.dataset.key!)) keys.set(element.dataset.key!, label);
  }
  return [...keys].map(([key, label]) => ({ key: key.toUpperCase(), label }));
}

function row(pattern: DocumentFragment, label: string, keys: string[]): Node {
  const copy = pattern.cloneNode(true) as DocumentFragment;
  copy.querySelector("dt")!.textContent = label;
  const place = copy.querySelector("dd")!, key = place.querySelector("kbd")!;
  place.replaceChildren(...keys.map((name) => Object.assign(key.cloneNode() as HTMLElement, { textContent: name })));
  return copy;
}

function keyed(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-key]")].filter(
    (element) => !element.matches(":disabled") && element.checkVisibility?.() !== false,
  );
}

function press(key: string): boolean {
  const element = keyed().find((one) => one.dataset.key === key.toLowerCase());
  if (!element) return false;
  element.focus();
  if (!isTyping(element)) element.click();
  const then = element.dataset.then;
  if (then) document.querySelector<HTMLElement>(then)?.focus();
  return true;
}

function walk(key: string): boolean {
  const step = { j: 1, k: -1 }[key.toLowerCase()];
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  if (!step || !rows.length) return false;
  const here = rows.findIndex((element) => element.contains(document.activeElement));
  const from = here >= 0 ? here : rows.findIndex((element) => element.getAttribute("aria-current") === "true");
  const to = rows[Math.min(Math.max(from + step, 0), rows.length - 1)]!;
  to.focus();
  to.scrollIntoView?.({ block: "nearest" });
  return true;
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  return target.matches('textarea, select, input:not([type="checkbox"], [type="radio"], [type="button"], [type="submit"])');
}

customElements.define("hot-keys", HotKeys);
