/* <picture-viewer><dialog>: a click on a[data-picture] shows the picture large, over the page; with a modifier key, or
   without script, the link opens it by itself. */

import { show } from "@web/dialogs";

class PictureViewer extends HTMLElement {
  readonly #clicked = (event: MouseEvent) => this.#click(event);

  connectedCallback(): void {
    document.addEventListener("click", this.#clicked);
  }

  disconnectedCallback(): void {
    document.removeEventListener("click", this.#clicked);
  }

  #click(event: MouseEvent): void {
    const link = (event.target as Element).closest<HTMLAnchorElement>("a[data-picture]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const picture = this.querySelector<HTMLImageElement>("[data-large]")!;
    picture.src = link.href;
    picture.alt = link.dataset.picture ?? "";
    this.querySelector("[data-name]")!.textContent = link.dataset.picture ?? "";
    this.querySelector<HTMLAnchorElement>("[data-whole]")!.href = link.href;
    show(this.querySelector("dialog")!, link);
  }
}

customElements.define("picture-viewer", PictureViewer);
