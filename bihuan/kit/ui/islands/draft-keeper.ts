/* <draft-keeper data-draft="ticket:42:reply"><form>…</form></draft-keeper>: keeps typed text until it is sent, over
   reloads and crashes. Only fields that the page left empty are filled. Signing out forgets every draft. */

const PREFIX = "draft:", PAUSE_MS = 300;

type Field = HTMLInputElement | HTMLTextAreaElement;

class DraftKeeper extends HTMLElement {
  #timer?: ReturnType<typeof setTimeout>;

  connectedCallback(): void {
    this.#restore();
    this.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#keep(), PAUSE_MS);
    });
    this.addEventListener("click", (event) => {
      if ((event.target as Element).closest("[data-discard]")) this.#discard();
    });
    this.addEventListener("htmx:after:request", (event) => {
      const { response, request } = (event as Answered).detail.ctx;
      if (request.method !== "GET" && response.status < 400) this.#forget();
    });
    this.addEventListener("submit", (event) => {
      const form = event.target as HTMLFormElement;
      // Who sends a plain form leaves the page: the answer cannot be awaited.
      setTimeout(() => event.defaultPrevented || form.method === "get" || this.#forget());
    });
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
  }

  get #key(): string {
    return PREFIX + (this.dataset.draft ?? location.pathname);
  }

  get #fields(): Field[] {
    return [...this.querySelectorAll<Field>('textarea[name], input[type="text"][name], input:not([type])[name]')];
  }

  #keep(): void {
    const texts = Object.fromEntries(this.#fields.filter(({ value }) => value.trim()).map(({ name, value }) => [name, value]));
    if (Object.keys(texts).length) localStorage.setItem(this.#key, JSON.stringify(texts));
    else localStorage.removeItem(this.#key);
  }

  #restore(): void {
    const texts: Record<string, string> = JSON.parse(localStorage.getItem(this.#key) ?? "{}");
    let isRestored = false;
    for (const field of this.#fields) {
      if (field.value || !texts[field.name]) continue;
      field.value = texts[field.name]!;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      isRestored = true;
    }
    this.#say(isRestored);
  }

  #discard(): void {
    for (const field of this.#fields) field.value = field.defaultValue;
    this.#forget();
  }

  #forget(): void {
    clearTimeout(this.#timer);
    localStorage.removeItem(this.#key);
    this.#say(false);
  }

  /** Show or hide the line that tells of a restored draft. */
  #say(isRestored: boolean): void {
    const line = this.querySelector<HTMLElement>("[data-restored]");
    if (line) line.hidden = !isRestored;
  }
}

type Answered = CustomEvent<{ ctx: { request: { method: string }; response: { status: number } } }>;

document.addEventListener("submit", (event) => {
  if (!(event.target as Element).matches("[data-signs-out]")) return;
  for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX)) localStorage.removeItem(key);
});

customElements.define("draft-keeper", DraftKeeper);
