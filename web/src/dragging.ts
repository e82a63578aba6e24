/* Dragging an item by its handle: between lists that hold items. Where it is dropped, who uses it decides. */

export interface Dropped {
  item: HTMLElement;
  list: HTMLElement;
  before: HTMLElement | null;
}

const ITEM = "[data-item]", LIST = "[data-list]";

export function listItems(list: HTMLElement): HTMLElement[] {
  return [...list.children].filter((child): child is HTMLElement => child.matches(ITEM));
}

/** Let items within `host` be dragged; `may` tells whether a list takes an item. */
export function dragging(
  host: HTMLElement, may: (item: HTMLElement, list: HTMLElement) => boolean, dropped: (drop: Dropped) => void,
): void {
  let item: HTMLElement | null = null;
  host.addEventListener("pointerdown", (event) => {
    const handle = (event.target as Element).closest("[data-handle]");
    for (const one of host.querySelectorAll<HTMLElement>(ITEM)) one.draggable = false;
    const held = handle?.closest<HTMLElement>(ITEM);
    if (held) held.draggable = true;
  });
  host.addEventListener("dragstart", (event) => {
    const held = (event.target as Element).closest<HTMLElement>(ITEM);
    if (!held?.draggable) return;
    item = held;
    event.dataTransfer?.setData("text/plain", held.dataset.item ?? "");
    held.dataset.dragged = "";
  });
  host.addEventListener("dragover", (event) => {
    const drop = item && place(item, event, may);
    if (!item || !drop) return;
    event.preventDefault();
    if (drop.before !== item && drop.before !== item.nextElementSibling || item.parentElement !== drop.list) drop.list.insertBefore(item, drop.before);
  });
  host.addEventListener("drop", (event) => item && event.preventDefault());
  host.addEventListener("dragend", () => {
    if (!item) return;
    const held = item, list = held.parentElement!;
    item = null;
    delete held.dataset.dragged;
    held.draggable = false;
    const items = listItems(list);
    dropped({ item: held, list, before: items[items.indexOf(held) + 1] ?? null });
  });
}

function place(
  item: HTMLElement, event: DragEvent, may: (item: HTMLElement, list: HTMLElement) => boolean,
): Dropped | null {
  for (let at = event.target as Element | null; at; at = at.parentElement) {
    const list = at.closest<HTMLElement>(LIST);
    if (!list) return null;
    if (may(item, list) && !item.contains(list)) {
      const before = listItems(list).find((one) => {
        const box = one.getBoundingClientRect();
        return one !== item && event.clientY < box.top + box.height / 2;
      });
      return { item, list, before: before ?? null };
    }
    at = list;
  }
  return null;
}
