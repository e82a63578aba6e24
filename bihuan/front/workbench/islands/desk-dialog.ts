/* <dialog><desk-dialog id="asking">: what htmx puts in here opens the dialog around it; once a form in it has been taken,
   the dialog closes. Also puts words in where one writes: [data-inserts="#id"] names what holds them. */

import { show } from "@web/dialogs";

class DeskDialog extends HTMLElement {
  readonly #pressed = (event: Event) => this.#press(event);
  readonly #swapped = (event: Event) => (event as Swapped).detail.ctx.target === this && this.#open();

  connectedCallback(): void {
    document.addEventListener("htmx:after:swap", this.#swapped); // it is told where the request came from
    this.addEventListener("htmx:after:request", (event) => {
      const { response, request } = (event as Answered).detail.ctx;
      if (request.method !== "GET" && response.status < 400) this.#dialog?.close();
    });
    document.addEventListener("click", this.#pressed);
    document.addEventListener("submit", this.#pressed);
  }

  disconnectedCallback(): void {
    document.removeEventListener("htmx:after:swap", this.#swapped);
    document.removeEventListener("click", this.#pressed);
    document.removeEventListener("submit", this.#pressed);
  }

  get #dialog(): HTMLDialogElement | null {
    return this.closest("dialog");
  }

  #open(): void {
    const dialog = this.#dialog;
    if (!dialog || dialog.open) return;
    show(dialog);
    const first = this.querySelector<HTMLElement>("[autofocus]");
    first?.focus();
  }

  /** A button inserts by itself, a form when it is sent. */
  #press(event: Event): void {
    const selector = event.type === "submit" ? "form[data-inserts]" : "button[data-inserts]";
    const source = (event.target as Element).closest<HTMLElement>(selector)?.dataset.inserts;
    if (!source) return;
    const from = document.querySelector(source);
    const words = from instanceof HTMLTemplateElement ? from.content.textContent : from?.textContent;
    // After the dialog has given the focus back.
    setTimeout(() => document.dispatchEvent(new CustomEvent("insert-words", { detail: words ?? "" })));
  }
}

type Swapped = CustomEvent<{ ctx: { target: Element } }>;
type Answered = CustomEvent<{ ctx: { request: { method: string }; response: { status: number } } }>;

customElements.define("desk-dialog", DeskDialog);
