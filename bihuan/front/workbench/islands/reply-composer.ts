/* <reply-composer data-crossed="…"><form data-reply="…" data-note="…">: sends to where the chosen kind of entry goes, takes
   words that are put in from elsewhere (an event `insert-words` on the document), and asks before an answer crosses one
   that came while it was being written. */

import { ask } from "@web/dialogs";

class ReplyComposer extends HTMLElement {
  #begun = 0;
  readonly #inserting = (event: Event) => this.#insert((event as CustomEvent<string>).detail);

  connectedCallback(): void {
    document.addEventListener("insert-words", this.#inserting);
    this.addEventListener("change", () => this.#aim());
    this.addEventListener("input", () => (this.#begun ||= lastEntry()));
    this.addEventListener("submit", (event) => this.#check(event), true);
    this.addEventListener("htmx:after:request", (event) => {
      const { response, request } = (event as Answered).detail.ctx;
      if (request.method !== "GET" && response.status < 400) this.#clear();
    });
    this.#aim();
  }

  disconnectedCallback(): void {
    document.removeEventListener("insert-words", this.#inserting);
  }

  get #form(): HTMLFormElement {
    return this.querySelector("form")!;
  }

  get #field(): HTMLTextAreaElement {
    return this.querySelector("textarea")!;
  }

  get #isReply(): boolean {
    return this.querySelector<HTMLInputElement>('[name="kind"]:checked')?.value !== "note";
  }

  #aim(): void {
    this.#form.setAttribute("hx-post", (this.#isReply ? this.#form.dataset.reply : this.#form.dataset.note) ?? this.#form.action);
  }

  #insert(words: string): void {
    const field = this.#field, before = field.value.slice(0, field.selectionStart);
    const gap = before.trim() && !before.endsWith("\n\n") ? "\n\n" : "";
    field.setRangeText(`${gap}${words.trim()}\n`, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  /** An answer that somebody has crossed meanwhile goes out only if its writer says so. */
  #check(event: Event): void {
    const newest = lastEntry();
    if (!this.#isReply || !this.#begun || newest <= this.#begun) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const button = (event as SubmitEvent).submitter;
    this.#begun = newest;
    document.getElementById(`entry-${newest}`)?.scrollIntoView({ block: "nearest" });
    void ask(this.dataset.crossed ?? "").then((yes) => yes && this.#form.requestSubmit(button));
  }

  #clear(): void {
    this.#begun = 0;
    this.#form.reset();
    this.#aim();
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
    this.#begun = 0;
  }
}

function lastEntry(): number {
  return Number(document.getElementById("story")?.dataset.lastEntry ?? 0);
}

type Answered = CustomEvent<{ ctx: { request: { method: string }; response: { status: number } } }>;

customElements.define("reply-composer", ReplyComposer);
