/* <connection-state hidden>…</connection-state>: seen while the live stream is down for more than three seconds. */

import { watchState } from "@web/stream";

const PATIENCE_MS = 3000;

class ConnectionState extends HTMLElement {
  #stop?: () => void;
  #timer?: ReturnType<typeof setTimeout>;

  connectedCallback(): void {
    this.#stop = watchState((isUp) => {
      clearTimeout(this.#timer);
      if (isUp) this.hidden = true;
      else this.#timer = setTimeout(() => (this.hidden = false), PATIENCE_MS);
    });
  }

  disconnectedCallback(): void {
    clearTimeout(this.#timer);
    this.#stop?.();
  }
}

customElements.define("connection-state", ConnectionState);
