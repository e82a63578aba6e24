/* <copy-text><button data-copy="IT-20261121-0007">…</button></copy-text>: puts the text on the clipboard and says so. */

const SAID_FOR_MS = 1600;

class CopyText extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", (event) => {
      const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
      if (button) void this.#copy(button);
    });
  }

  async #copy(button: HTMLElement): Promise<void> {
    await navigator.clipboard.writeText(button.dataset.copy!);
    button.setAttribute("data-copied", "");
    const said = this.querySelector('[role="status"]');
    if (said) said.textContent = this.dataset.said ?? "";
    setTimeout(() => {
      button.removeAttribute("data-copied");
      if (said) said.textContent = "";
    }, SAID_FOR_MS);
  }
}

customElements.define("copy-text", CopyText);
