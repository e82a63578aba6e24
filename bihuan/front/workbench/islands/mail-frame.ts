/* <mail-frame><iframe>: makes the frame as high as the mail in it, up to a limit, once it is unfolded. */

const HIGHEST_PX = 1600;

class MailFrame extends HTMLElement {
  connectedCallback(): void {
    const frame = this.querySelector("iframe")!;
    frame.addEventListener("load", () => this.#fit(frame));
    this.closest("details")?.addEventListener("toggle", () => this.#fit(frame));
  }

  #fit(frame: HTMLIFrameElement): void {
    const high_px = frame.contentDocument?.documentElement.scrollHeight ?? 0;
    if (high_px) frame.style.height = `${Math.min(high_px + 2, HIGHEST_PX)}px`;
  }
}

customElements.define("mail-frame", MailFrame);
