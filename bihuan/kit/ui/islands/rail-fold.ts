/* <rail-fold><button aria-expanded="true">…</button></rail-fold>: folds the desk's rail to its icons; kept in a cookie
   for the server, as the theme is. */

const NAME = "bihuan-rail", YEAR_S = 365 * 24 * 3600;

class RailFold extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("click", () => {
      const isNarrow = document.documentElement.dataset.rail !== "narrow";
      document.documentElement.dataset.rail = isNarrow ? "narrow" : "wide";
      document.cookie = `${NAME}=${isNarrow ? "narrow" : "wide"};path=/;max-age=${YEAR_S};samesite=lax`;
      this.querySelector("button")?.setAttribute("aria-expanded", String(!isNarrow));
    });
  }
}

customElements.define("rail-fold", RailFold);
