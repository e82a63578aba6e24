/* <confirm-submit data-question="…"><form method="post">…</form></confirm-submit>: asks before it sends.
   Forms and buttons of htmx say hx-confirm instead; both ask in the same dialog. */

import { ask } from "@web/dialogs";

class ConfirmSubmit extends HTMLElement {
  #isConfirmed = false;

  connectedCallback(): void {
    this.addEventListener("submit", (event) => void this.#hold(event as SubmitEvent), true);
  }

  async #hold(event: SubmitEvent): Promise<void> {
    if (this.#isConfirmed) {
      this.#isConfirmed = false;
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const form = event.target as HTMLFormElement, button = event.submitter;
    if (!(await ask(this.dataset.question ?? ""))) return;
    this.#isConfirmed = true;
    form.requestSubmit(button as HTMLElement | null);
  }
}

customElements.define("confirm-submit", ConfirmSubmit);
