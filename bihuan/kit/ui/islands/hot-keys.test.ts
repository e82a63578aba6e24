import "./hot-keys";

function page(): void {
  render(`
    <a href="#1" data-row>一</a><a href="#2" data-row aria-current="true">二</a><a href="#3" data-row>三</a>
    <button data-key="e">升级</button><label data-key="n" data-key-label="备注" data-then="textarea"><input type="radio"></label><button data-key="?">?</button><textarea data-key="r" aria-label="回复"></textarea><input type="checkbox">
    <hot-keys data-walk="下一张、上一张"><dialog><dl data-keys></dl><input type="checkbox" data-single-keys></dialog>
      <template data-key-row><div><dt></dt><dd><kbd></kbd></dd></div></template></hot-keys>`);
}

function press(key: string, target: EventTarget = document.body, more: object = {}): boolean {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  return !target.dispatchEvent(Object.assign(event, more));
}

const focused = () => document.activeElement?.textContent;

test("a key clicks what carries it, or focuses the field", () => {
  page();
  const clicked = vi.fn();
  document.querySelector("button")!.addEventListener("click", clicked);

  press("e");
  expect(clicked).toHaveBeenCalledTimes(1);
  expect(press("r")).toBe(true); // prevented: no r is typed into the field

  expect(document.activeElement).toBe(document.querySelector("textarea"));
});

test("a key may choose one thing and lead to another", () => {
  page();

  press("n");

  expect(document.querySelector<HTMLInputElement>("input[type=radio]")!.checked).toBe(true);
  expect(document.activeElement).toBe(document.querySelector("textarea"));
});

test("J and K walk from the open row, and stop at the ends", () => {
  page();

  press("j");
  expect(focused()).toBe("三");
  press("j");
  expect(focused()).toBe("三");
  press("k", document.activeElement!);
  press("k", document.activeElement!);
  press("k", document.activeElement!);

  expect(focused()).toBe("一");
});

test.each([
  ["while somebody types", () => press("e", document.querySelector("textarea")!)],
  ["while 拼音 is composed", () => press("e", document.body, { isComposing: true })],
  ["while 拼音 is composed, as old engines tell it", () => press("e", document.body, { keyCode: 229 })],
  ["with Ctrl", () => press("e", document.body, { ctrlKey: true })],
  ["over a dialog", () => (document.querySelector("dialog")!.showModal(), press("e"))],
  ["when single keys are off", () => (localStorage.setItem("hot-keys-off", "1"), press("e"))],
])("a key does nothing %s", (_, act) => {
  page();
  const clicked = vi.fn();
  document.querySelector("button")!.addEventListener("click", clicked);

  expect(act()).toBe(false);

  expect(clicked).not.toHaveBeenCalled();
});

test("? lists the keys of this page in words", () => {
  page();

  press("?");

  const rows = [...document.querySelectorAll("[data-keys] > div")].map((row) => row.textContent!.trim());
  expect(document.querySelector("dialog")!.open).toBe(true);
  expect(rows).toEqual(["下一张、上一张JK", "升级E", "备注N", "回复R"]);
});

test("single keys can be switched off, and ? stays", () => {
  page();
  const choice = document.querySelector<HTMLInputElement>("[data-single-keys]")!;
  expect(choice.checked).toBe(true);

  choice.checked = false;
  choice.dispatchEvent(new Event("change"));

  expect(press("j")).toBe(false);
  expect(press("?")).toBe(true);
});
