/* <tree-order>: categories are dragged within and between branches; the hidden form tells the desk. The arrows beside
   each do the same without a pointer. */

import { dragging } from "@web/dragging";

class TreeOrder extends HTMLElement {
  connectedCallback(): void {
    dragging(
      this,
      (item, list) => (item.closest("[data-list]") as HTMLElement).dataset.list === "" ? list.dataset.list === "" : list.dataset.list !== "",
      ({ item, list, before }) => {
        const form = this.querySelector<HTMLFormElement>("form[data-dropped]")!;
        const told = { category: item.dataset.item, branch: list.dataset.list, before: before?.dataset.item };
        for (const [name, value] of Object.entries(told)) {
          form.querySelector<HTMLInputElement>(`[name="${name}"]`)!.value = value ?? "";
        }
        form.requestSubmit();
      },
    );
  }
}

customElements.define("tree-order", TreeOrder);
