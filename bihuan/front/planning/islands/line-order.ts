/* <line-order>: lines of a form are dragged into another order, which goes along with the form when it is sent. */

import { dragging, listItems } from "@web/dragging";

class LineOrder extends HTMLElement {
  connectedCallback(): void {
    dragging(
      this,
      (item, list) => item.parentElement === list,
      ({ list }) => {
        for (const [at, item] of listItems(list).entries()) {
          item.querySelector<HTMLInputElement>("[data-place]")!.value = String(at);
        }
      },
    );
  }
}

customElements.define("line-order", LineOrder);
