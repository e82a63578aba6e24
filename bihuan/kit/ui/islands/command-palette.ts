/* <command-palette data-src="/palette">: Ctrl-K opens it on any page. Typing asks the server for ?q=… and filters the
   page's own actions; with nothing typed it shows what was opened last. */

import { show } from "@web/dialogs";
import { Listbox, onTyped } from "@web/listbox";

const RECENT = "recent", KEPT = 6;

type Visit = { href: string; title: string };

class CommandPalette extends HTMLElement {
  #listbox?: Listbox;
  #asked = 0;
  readonly #pressed = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k" || event.isComposing) return;
    event.preventDefault();
    this.open();
  };

  connectedCallback(): void {
    document.addEventListener("keydown", this.#pressed);
    remember(document.querySelector<HTMLMetaElement>('meta[name="recent"]')?.content);
    if (this.#listbox) return;
    this.#listbox = new Listbox(this.#field, this.querySelector('[role="listbox"]')!, (option) => this.#take(option));
    onTyped(this.#field, (words) => void this.#find(words));
    document.addEventListener("click", (event) => {
      if (!(event.target as Element).closest("[data-palette]")) return;
      event.preventDefault();
      this.open();
    });
  }

  disconnectedCallback(): void {
    document.removeEventListener("keydown", this.#pressed);
  }

  open(): void {
    this.#field.value = "";
    void this.#find("");
    show(this.querySelector("dialog")!);
    this.#field.focus();
  }

  get #field(): HTMLInputElement {
    return this.querySelector("input")!;
  }

  async #find(words: string): Promise<void> {
    const turn = ++this.#asked, found = this.querySelector<HTMLElement>("[data-found]")!;
    this.#filterActions(words);
    if (words) {
      const url = `${this.dataset.src}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(url, { headers: { "HX-Request": "true", Accept: "text/html" } }).catch(() => null);
      if (turn !== this.#asked || !answer?.ok) return;
      found.innerHTML = await answer.text();
    } else found.replaceChildren(...this.#recent());
    this.#listbox!.select(this.#listbox!.options[0]);
    this.querySelector<HTMLElement>("[data-none]")!.hidden = this.#listbox!.options.length > 0;
  }

  #filterActions(words: string): void {
    const actions = this.querySelector<HTMLElement>("[data-actions]");
    if (!actions) return;
    for (const option of actions.querySelectorAll<HTMLElement>('[role="option"]')) {
      option.hidden = !option.textContent!.toLowerCase().includes(words.toLowerCase());
    }
    actions.hidden = !actions.querySelector('[role="option"]:not([hidden])');
  }

  #recent(): Node[] {
    const template = this.querySelector<HTMLTemplateElement>("template[data-recent]");
    const visits = visited().filter(({ href }) => href !== location.pathname);
    if (!template || !visits.length) return [];
    const group = template.content.firstElementChild!.cloneNode(true) as HTMLElement;
    const pattern = group.querySelector('[role="option"]')!;
    for (const { href, title } of visits) {
      const option = pattern.cloneNode(true) as HTMLAnchorElement;
      option.href = href;
      option.querySelector("[data-title]")!.textContent = title;
      group.append(option);
    }
    pattern.remove();
    return [group];
  }

  #take(option: HTMLElement): void {
    this.querySelector("dialog")!.close();
    if (option.dataset.does) document.getElementById(option.dataset.does)?.click();
    else if (option instanceof HTMLAnchorElement) location.assign(option.href);
  }
}

function visited(): Visit[] {
  return JSON.parse(localStorage.getItem(RECENT) ?? "[]");
}

/** Keep this page among those opened last; a page says its title in <meta name="recent">. */
function remember(title: string | undefined): void {
  if (!title) return;
  const others = visited().filter(({ href }) => href !== location.pathname);
  localStorage.setItem(RECENT, JSON.stringify([{ href: location.pathname, title }, ...others].slice(0, KEPT)));
}

customElements.define("command-palette", CommandPalette);
