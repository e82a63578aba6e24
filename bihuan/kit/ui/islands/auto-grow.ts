/* <auto-grow><textarea></textarea></auto-grow>: the field grows with its text. Browsers that know `field-sizing`
   do it in CSS; this is for the others. */

class AutoGrow extends HTMLElement {
  connectedCallback(): void {
    if (CSS.supports?.("field-sizing", "content")) return;
    this.addEventListener("input", () => this.#fit());
    this.#fit();
  }

  #fit(): void {
    const field = this.querySelector("textarea");
    if (!field) return;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight + field.offsetHeight - field.clientHeight}px`;
  }
}

customElements.define("auto-grow", AutoGrow);
