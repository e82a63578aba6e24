/* <row-ticks data-one="%n ticked">: shows the bar of what can be done to ticked rows only while some are ticked, counts
   them, ticks all at once, and X ticks the row that has the focus. */

class RowTicks extends HTMLElement {
  readonly #pressed = (event: KeyboardEvent) => this.#press(event);

  connectedCallback(): void {
    document.addEventListener("keydown", this.#pressed);
    this.addEventListener("change", (event) => this.#changed(event.target as HTMLInputElement));
    this.addEventListener("htmx:after:swap", () => this.#tell());
    this.#tell();
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#pressed);
  }

  get #boxes(): HTMLInputElement[] {
    return [...this.querySelectorAll<HTMLInputElement>('[name="ticket"]')];
  }

  #changed(box: HTMLInputElement): void {
    if (box.matches("[data-all]")) for (const other of this.#boxes) other.checked = box.checked;
    this.#tell();
  }

  #press(event: KeyboardEvent): void {
    if (event.key.toLowerCase() !== "x" || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const box = (event.target as Element).closest?.("tr")?.querySelector<HTMLInputElement>('[name="ticket"]');
    if (!box || (event.target as Element).matches("input:not([type=checkbox]), textarea, select")) return;
    box.checked = !box.checked;
    this.#tell();
  }

  #tell(): void {
    const boxes = this.#boxes, ticked = boxes.filter(({ checked }) => checked);
    const all = this.querySelector<HTMLInputElement>("[data-all]"), bar = this.querySelector<HTMLElement>("[data-bar]");
    if (all) {
      all.checked = boxes.length > 0 && ticked.length === boxes.length;
      all.indeterminate = ticked.length > 0 && !all.checked;
    }
    for (const box of boxes) box.closest("tr")?.setAttribute("aria-selected", String(box.checked));
    const words = this.querySelector("[data-ticked]");
    if (words) words.textContent = ticked.length ? (this.dataset.one ?? "%n").replace("%n", String(ticked.length)) : "";
    if (bar) bar.hidden = ticked.length === 0;
  }
}

customElements.define("row-ticks", RowTicks);
