/* <word-chips data-remove="Remove %s" data-add="…">: shows the words of a text field as chips that can be taken away and
   added to one by one; the field stays what the form sends. */

const BETWEEN = /[,，、;；\n]+/;

class WordChips extends HTMLElement {
  #box: HTMLElement | null = null;

  connectedCallback(): void {
    this.#draw();
  }

  get #field(): HTMLTextAreaElement {
    return this.querySelector("textarea")!;
  }

  get #words(): string[] {
    return [...new Set(this.#field.value.split(BETWEEN).map((word) => word.trim()).filter(Boolean))];
  }

  set #words(words: string[]) {
    this.#field.value = [...new Set(words)].join("、");
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
    this.#draw();
  }

  #draw(): void {
    const had = this.#box?.contains(document.activeElement) ?? false, field = this.#field;
    this.#box?.remove();
    const box = this.#box = document.createElement("div");
    box.className = "input chips";
    for (const word of this.#words) box.append(this.#chip(word));
    const input = document.createElement("input");
    input.setAttribute("aria-label", `${this.dataset.add}: ${this.querySelector("label")?.textContent?.trim() ?? ""}`);
    input.placeholder = this.dataset.add ?? "";
    input.addEventListener("keydown", (event) => this.#press(event, input));
    input.addEventListener("change", () => this.#take(input));
    box.append(input);
    field.hidden = true;
    field.after(box);
    if (had) input.focus();
  }

  #chip(word: string): HTMLElement {
    const chip = document.createElement("span"), button = document.createElement("button");
    chip.className = "chip";
    chip.textContent = word;
    button.type = "button";
    button.textContent = "×";
    button.setAttribute("aria-label", (this.dataset.remove ?? "%s").replace("%s", word));
    button.addEventListener("click", () => (this.#words = this.#words.filter((other) => other !== word)));
    chip.append(button);
    return chip;
  }

  #press(event: KeyboardEvent, input: HTMLInputElement): void {
    if (event.isComposing) return;
    if (event.key === "Backspace" && !input.value) this.#words = this.#words.slice(0, -1);
    if (event.key === "Enter" || BETWEEN.test(event.key)) {
      event.preventDefault();
      this.#take(input);
    }
  }

  #take(input: HTMLInputElement): void {
    const typed = input.value.split(BETWEEN).map((word) => word.trim()).filter(Boolean);
    input.value = "";
    if (typed.length) this.#words = [...this.#words, ...typed];
  }
}

customElements.define("word-chips", WordChips);
