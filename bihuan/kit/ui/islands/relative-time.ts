/* <relative-time datetime="ISO" say="ago|countdown">: keeps the server's words true while the page stands open.
   Inside a .clock it also turns the clock's standing: from data-risk on at risk, from its own moment on missed. */

import { ago, countdown } from "@web/words";

const standing = new Set<RelativeTime>();
let ticking: ReturnType<typeof setInterval> | undefined;

/** How far the server's clock is ahead of this machine's, in ms; small differences are the way here, not an error. */
export function clockSkew(now_ms = Date.now()): number {
  const server_ms = Number(document.documentElement.dataset.now);
  const skew_ms = server_ms ? server_ms - now_ms : 0;
  return Math.abs(skew_ms) > 30_000 ? skew_ms : 0;
}
const skew_ms = clockSkew();

export class RelativeTime extends HTMLElement {
  connectedCallback(): void {
    standing.add(this);
    ticking ??= setInterval(tickAll, 1000);
    this.tick();
  }

  disconnectedCallback(): void {
    standing.delete(this);
    if (standing.size) return;
    clearInterval(ticking);
    ticking = undefined;
  }

  tick(now_ms = Date.now() + skew_ms): void {
    const at_ms = Date.parse(this.getAttribute("datetime") ?? "");
    if (Number.isNaN(at_ms)) return;
    const words = this.getAttribute("say") === "countdown" ? countdown((at_ms - now_ms) / 1000) : ago((now_ms - at_ms) / 1000);
    if (words !== null && words !== this.textContent) this.textContent = words;
    this.#turn(at_ms, now_ms);
  }

  #turn(due_ms: number, now_ms: number): void {
    const clock = this.closest<HTMLElement>(".clock[data-risk]");
    if (!clock) return;
    const now = now_ms >= due_ms ? "missed" : now_ms >= Date.parse(clock.dataset.risk!) ? "risk" : "fine";
    if (clock.dataset.standing !== now) clock.dataset.standing = now;
  }
}

function tickAll(): void {
  if (!document.hidden) for (const element of standing) element.tick();
}

document.addEventListener("visibilitychange", tickAll);
customElements.define("relative-time", RelativeTime);
