/* <person-picker data-src="/people/pick">: a field that finds people (or anything else) as one types. The server answers
   ?q=… with <li role="option" data-value="7" data-label="…">; the hidden field carries the chosen one's value. */

import { Listbox, onTyped } from "@web/listbox";

class PersonPicker extends HTMLElement {
  #listbox?: Listbox;
  #label = "";
  #asked = 0;

  connectedCallback(): void {
    if (this.#listbox) return;
    const field = this.#field, list = this.querySelector<HTMLElement>('[role="listbox"]')!;
    this.#label = field.value;
    this.#listbox = new Listbox(field, list, (option) => this.#take(option));
    onTyped(field, (words) => void this.#find(words));
    field.addEventListener("focus", () => field.select());
    field.addEventListener("blur", () => this.#leave());
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation(); // closes the list, not the dialog around it
        this.#leave();
      } else if (event.key === "ArrowDown" && list.hidden) void this.#find(field.value.trim());
    });
  }

  get #field(): HTMLInputElement {
    return this.querySelector<HTMLInputElement>('[role="combobox"]')!;
  }

  get #value(): HTMLInputElement {
    return this.querySelector<HTMLInputElement>('input[type="hidden"]')!;
  }

  async #find(words: string): Promise<void> {
    const turn = ++this.#asked, list = this.#listbox!.list;
    if (!words) return this.#open(false);
    const url = `${this.dataset.src}${this.dataset.src!.includes("?") ? "&" : "?"}q=${encodeURIComponent(words)}`;
    const answer = await fetch(url, { headers: { "HX-Request": "true", Accept: "text/html" } }).catch(() => null);
    if (turn !== this.#asked || !answer?.ok) return; // a later question is under way
    list.innerHTML = await answer.text();
    this.#open(true);
    this.#listbox!.select(this.#listbox!.options[0]);
    this.querySelector('[role="status"]')!.textContent = String(this.#listbox!.options.length);
  }

  #open(isOpen: boolean): void {
    this.#listbox!.list.hidden = !isOpen;
    this.#field.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) this.#listbox!.select(undefined);
  }

  #take(option: HTMLElement): void {
    this.#set(option.dataset.value ?? "", option.dataset.label ?? option.textContent!.trim());
  }

  /** An empty field means nobody; anything else that was not taken from the list goes back to what it was. */
  #leave(): void {
    this.#asked++;
    if (!this.#field.value.trim()) this.#set("", "");
    else this.#field.value = this.#label;
    this.#open(false);
  }

  #set(value: string, label: string): void {
    const isChanged = this.#value.value !== value;
    this.#value.value = value;
    this.#field.value = this.#label = label;
    this.#open(false);
    if (isChanged) this.#value.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("person-picker", PersonPicker);
