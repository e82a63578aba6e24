/* Toasts: the server puts them into #toasts; what only the browser can know (no network, a failed answer) stands
   ready in the page as <template data-toast="…">, in the reader's language. */

import { tellFields } from "./fields";

const READING_TIME_MS = 7000;

export function toast(kind: string): void {
  const template = document.querySelector<HTMLTemplateElement>(`template[data-toast="${kind}"]`);
  const toasts = document.getElementById("toasts");
  if (!template || !toasts) return;
  toasts.querySelector(`[data-toast="${kind}"]`)?.remove(); // one of a kind is enough
  toasts.append(template.content.cloneNode(true));
}

/** Let each toast go when it was read, unless it is pointed at, focused or says that something is wrong. */
export function letToastsGo(): void {
  const toasts = document.getElementById("toasts");
  if (!toasts) return;
  for (const element of toasts.children) dismissLater(element);
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node instanceof Element) arrive(node);
  }).observe(toasts, { childList: true });
  toasts.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-dismiss]")) (event.target as Element).closest(".toast")?.remove();
  });
}

function arrive(element: Element): void {
  tellFields(element);
  dismissLater(element);
}

function dismissLater(element: Element): void {
  if (element.hasAttribute("data-stays")) return;
  setTimeout(() => (element.matches(":hover, :focus-within") ? dismissLater(element) : element.remove()), READING_TIME_MS);
}
