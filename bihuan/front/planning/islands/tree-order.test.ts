import "./line-order";
import "./tree-order";

function drag(item: string, over: string, clientY = 999): void {
  const held = document.querySelector<HTMLElement>(`[data-item="${item}"]`)!;
  const target = document.querySelector<HTMLElement>(over)!;
  held.querySelector("[data-handle]")!.dispatchEvent(new Event("pointerdown", { bubbles: true }));
  held.dispatchEvent(new Event("dragstart", { bubbles: true }));
  target.dispatchEvent(Object.assign(new Event("dragover", { bubbles: true, cancelable: true }), { clientY }));
  held.dispatchEvent(new Event("dragend", { bubbles: true }));
}

const handle = "<span data-handle></span>";

test("what is dropped into another branch is told by the hidden form", () => {
  render(`<tree-order><form data-dropped><input name="category"><input name="branch"><input name="before"></form>
    <ol data-list=""><li data-item="hardware">${handle}<ol data-list="hardware"><li data-item="printer">${handle}</li></ol></li>
    <li data-item="network">${handle}<ol data-list="network"><li data-item="vpn">${handle}</li></ol></li></ol></tree-order>`);
  const sent: string[] = [];
  document.querySelector("form")!.addEventListener("submit", (event) => {
    event.preventDefault();
    sent.push(new URLSearchParams(new FormData(event.target as HTMLFormElement) as never).toString());
  });

  drag("printer", '[data-list="network"]');
  drag("network", '[data-list="hardware"]', -1); // a branch goes into no branch

  expect(sent).toEqual(["category=printer&branch=network&before=", "category=network&branch=&before=hardware"]);
});

test("lines that were dragged carry their new places", () => {
  render(`<line-order><ol data-list="step">${["a", "b", "c"].map((key, at) => `<li data-item="${key}">${handle}<input data-place value="${at}"></li>`).join("")}</ol></line-order>`);

  drag("a", "ol");

  expect([...document.querySelectorAll<HTMLElement>("li")].map((line) => [line.dataset.item, line.querySelector("input")!.value])).toEqual([["b", "0"], ["c", "1"], ["a", "2"]]);
});
