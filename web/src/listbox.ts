/* A field with a list under it: the focus stays in the field, the arrow keys move through the list, Enter takes. */

export class Listbox {
  constructor(
    private readonly field: HTMLInputElement,
    readonly list: HTMLElement,
    private readonly take: (option: HTMLElement) => void,
  ) {
    field.addEventListener("keydown", (event) => this.#press(event));
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
    list.addEventListener("click", (event) => {
      const option = (event.target as Element).closest<HTMLElement>('[role="option"]');
      if (option) take(option);
    });
  }

  get options(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>('[role="option"]:not([hidden])')];
  }

  get selected(): HTMLElement | undefined {
    return this.options.find((option) => option.getAttribute("aria-selected") === "true");
  }

  select(option: HTMLElement | undefined): void {
    for (const other of this.options) other.setAttribute("aria-selected", String(other === option));
    if (!option) return this.field.removeAttribute("aria-activedescendant");
    option.id ||= `${this.list.id}-${this.options.indexOf(option)}`;
    this.field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView?.({ block: "nearest" });
  }

  #press(event: KeyboardEvent): void {
    // While 拼音 is being composed, arrows and Enter belong to the input method.
    if (event.isComposing || event.keyCode === 229 || this.list.hidden) return;
    const options = this.options, at = this.selected ? options.indexOf(this.selected) : -1;
    const step = { ArrowDown: at + 1, ArrowUp: at < 0 ? options.length - 1 : at - 1 }[event.key];
    if (step !== undefined) this.select(options.at(step % Math.max(options.length, 1)));
    else if (event.key === "Enter" && this.selected) this.take(this.selected);
    else return;
    event.preventDefault();
  }
}

/** Call `ask` a moment after the last keystroke, never while an input method is composing. */
export function onTyped(field: HTMLInputElement, ask: (words: string) => void, pause_ms = 140): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const typed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask(field.value.trim()), pause_ms);
  };
  field.addEventListener("input", (event) => (event as InputEvent).isComposing || typed());
  field.addEventListener("compositionend", typed);
}
