/* <theme-switch><button data-theme-choice="light|dark|system">…</theme-switch>: the choice is kept in a cookie, so that
   the server writes it on <html> and no page ever flashes in the wrong theme; other tabs hear of it by localStorage. */

const NAME = "bihuan-theme", YEAR_S = 365 * 24 * 3600;

class ThemeSwitch extends HTMLElement {
  readonly #heard = (event: StorageEvent) => event.key === NAME && this.#apply(event.newValue ?? "system");

  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const choice = (event.target as Element).closest<HTMLElement>("[data-theme-choice]")?.dataset.themeChoice;
      if (choice) this.#choose(choice);
    });
    addEventListener("storage", this.#heard);
    this.#mark(document.documentElement.dataset.theme ?? "system");
  }

  disconnectedCallback(): void {
    removeEventListener("storage", this.#heard);
  }

  #choose(choice: string): void {
    localStorage.setItem(NAME, choice);
    const secure = location.protocol === "https:" ? ";secure" : "";
    document.cookie = `${NAME}=${choice};path=/;max-age=${YEAR_S};samesite=lax${secure}`;
    this.#apply(choice);
  }

  #apply(choice: string): void {
    if (choice === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = choice;
    this.#mark(choice);
    dispatchEvent(new CustomEvent("themechange"));
  }

  #mark(choice: string): void {
    for (const button of this.querySelectorAll<HTMLElement>("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
    }
  }
}

customElements.define("theme-switch", ThemeSwitch);
