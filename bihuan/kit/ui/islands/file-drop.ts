/* <file-drop data-max-bytes data-max-files><input type="file" multiple>…</file-drop>: files dragged in or pasted join
   those chosen, show themselves and can be taken out again. Without script the field works as a field. */

const KILO = 1024;

class FileDrop extends HTMLElement {
  #files: File[] = [];
  readonly #pasted = (event: ClipboardEvent) => this.#paste(event);

  connectedCallback(): void {
    this.#input.addEventListener("change", () => this.#add([...this.#input.files!]));
    for (const name of ["dragenter", "dragover"]) this.addEventListener(name, (event) => this.#hover(event, true));
    for (const name of ["dragleave", "drop"]) this.addEventListener(name, (event) => this.#hover(event, false));
    this.addEventListener("drop", (event) => this.#add([...(event.dataTransfer?.files ?? [])]));
    this.addEventListener("click", (event) => this.#remove(event));
    document.addEventListener("paste", this.#pasted);
    this.closest("form")?.addEventListener("reset", () => this.#show([]));
  }

  disconnectedCallback(): void {
    document.removeEventListener("paste", this.#pasted);
    this.#forgetPictures();
  }

  get #input(): HTMLInputElement {
    return this.querySelector<HTMLInputElement>('input[type="file"]')!;
  }

  #hover(event: Event, isOver: boolean): void {
    event.preventDefault();
    this.toggleAttribute("data-over", isOver);
  }

  /** Take a screenshot from the clipboard when the person writes in the same form, or nowhere. */
  #paste(event: ClipboardEvent): void {
    const form = this.closest("form"), target = event.target as Node;
    if (form && target !== document.body && !form.contains(target)) return;
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.#add(files.map((file) => (file.name === "image.png" ? this.#named(file) : file)));
  }

  /** Every screenshot comes as image.png: name it for its moment, so that two can be told apart. */
  #named(file: File): File {
    const now = new Date(), two = (n: number) => String(n).padStart(2, "0");
    const stamp = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
    return new File([file], `${this.dataset.screenshot ?? "screenshot"}-${stamp}.png`, { type: file.type });
  }

  #add(files: File[]): void {
    const known = new Set(this.#files.map(nameAndSize));
    const fresh = files.filter((file) => !known.has(nameAndSize(file)));
    const tooLarge = fresh.filter((file) => file.size > this.#limit("maxBytes"));
    const fitting = fresh.filter((file) => !tooLarge.includes(file));
    const room = this.#limit("maxFiles") - this.#files.length;
    this.#say(
      ...tooLarge.map((file) => this.dataset.tooLarge?.replace("%s", file.name) ?? file.name),
      ...(fitting.length > room ? [this.dataset.tooMany ?? ""] : []),
    );
    this.#show([...this.#files, ...fitting.slice(0, Math.max(room, 0))]);
  }

  #limit(name: "maxBytes" | "maxFiles"): number {
    return Number(this.dataset[name] ?? Infinity);
  }

  #remove(event: Event): void {
    const button = (event.target as Element).closest("[data-remove]");
    if (!button) return;
    const at = [...this.#list.children].indexOf(button.closest("li")!);
    this.#say();
    this.#show(this.#files.filter((_, index) => index !== at));
    (this.#list.querySelectorAll<HTMLElement>("[data-remove]")[Math.max(at - 1, 0)] ?? this.#input).focus();
  }

  get #list(): HTMLElement {
    return this.querySelector<HTMLElement>("[data-list]")!;
  }

  #show(files: File[]): void {
    this.#files = files;
    const carrier = new DataTransfer();
    for (const file of files) carrier.items.add(file);
    this.#input.files = carrier.files;
    this.#forgetPictures();
    this.#list.replaceChildren(...files.map((file) => this.#card(file)));
  }

  #forgetPictures(): void {
    for (const picture of this.querySelectorAll("img")) URL.revokeObjectURL(picture.src);
  }

  #card(file: File): Node {
    const card = this.querySelector("template")!.content.firstElementChild!.cloneNode(true) as HTMLElement;
    card.querySelector("[data-name]")!.textContent = file.name;
    card.querySelector("[data-size]")!.textContent = sizeInWords(file.size);
    const remove = card.querySelector("[data-remove]")!;
    remove.setAttribute("aria-label", `${remove.getAttribute("aria-label")} ${file.name}`);
    if (/^image\/(png|jpeg|gif|webp)$/.test(file.type)) {
      const picture = Object.assign(document.createElement("img"), { className: "attachment-picture", alt: "", src: URL.createObjectURL(file) });
      card.querySelector("[data-picture]")!.replaceWith(picture);
    }
    return card;
  }

  #say(...words: string[]): void {
    this.querySelector("[data-say]")!.textContent = words.filter(Boolean).join(" ");
  }
}

const nameAndSize = (file: File) => `${file.name}/${file.size}/${file.lastModified}`;

export function sizeInWords(bytes: number): string {
  if (bytes < KILO) return `${bytes} B`;
  if (bytes < KILO * KILO) return `${Math.round(bytes / KILO)} KB`;
  return `${(bytes / KILO / KILO).toFixed(1)} MB`;
}

customElements.define("file-drop", FileDrop);
