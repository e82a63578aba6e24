/* <live-region data-topics="ticket:42 person:7" hx-get="…" hx-trigger="live">: asks for its own fragment again when
   one of its topics has changed. htmx morphs the answer in, so typed text, focus, open details and scroll stay. */

import { listen } from "@web/stream";

// Several changes of one moment become one request; the spread keeps a hundred open queues from asking at once.
const CALM_MS = 400, SPREAD_MS = 200, LATEST_MS = 1000;

export class LiveRegion extends HTMLElement {
  #stop?: () => void;
  #timer?: ReturnType<typeof setTimeout>;
  #since = 0;
  readonly #seen = () => this.#isWaiting && this.#hear();
  #isWaiting = false;

  static observedAttributes = ["data-topics"];

  connectedCallback(): void {
    document.addEventListener("visibilitychange", this.#seen);
    this.addEventListener("compositionend", this.#seen);
    this.#listen();
  }

  disconnectedCallback(): void {
    document.removeEventListener("visibilitychange", this.#seen);
    this.removeEventListener("compositionend", this.#seen);
    clearTimeout(this.#timer);
    this.#stop?.();
  }

  attributeChangedCallback(): void {
    if (this.isConnected && this.#stop) this.#listen();
  }

  #listen(): void {
    this.#stop?.();
    this.#stop = listen((this.dataset.topics ?? "").split(/\s+/).filter(Boolean), () => this.#hear());
  }

  #hear(): void {
    this.#isWaiting = true;
    this.#since ||= Date.now();
    clearTimeout(this.#timer);
    const calm_ms = CALM_MS + Math.random() * SPREAD_MS;
    const left_ms = this.#since + LATEST_MS - Date.now();
    this.#timer = setTimeout(() => this.#ask(), Math.max(0, Math.min(calm_ms, left_ms)));
  }

  #ask(): void {
    // A hidden tab asks when it is looked at; a word being composed from 拼音 must not be disturbed.
    if (document.hidden || this.#isComposing()) return;
    this.#isWaiting = false;
    this.#since = 0;
    this.dispatchEvent(new CustomEvent("live"));
  }

  #isComposing(): boolean {
    return composing !== null && this.contains(composing);
  }
}

let composing: EventTarget & Node | null = null;
document.addEventListener("compositionstart", (event) => (composing = event.target as Node), true);
document.addEventListener("compositionend", () => (composing = null), true);

customElements.define("live-region", LiveRegion);
