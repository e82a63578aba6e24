import { sizeInWords } from "./file-drop";

beforeAll(() => {
  URL.createObjectURL = () => "blob:test";
  URL.revokeObjectURL = () => {};
});

function page(): HTMLElement {
  render(`<form><textarea></textarea>
    <file-drop data-max-bytes="100" data-max-files="3" data-too-large="%s 太大" data-too-many="最多 3 个" data-screenshot="截图">
      <input type="file" multiple name="files">
      <ul data-list></ul><p data-say></p>
      <template><li><span data-picture></span><span data-name></span><span data-size></span>
        <button type="button" data-remove aria-label="移除"></button></li></template>
    </file-drop></form>`);
  return document.querySelector("file-drop")!;
}

const file = (name: string, size = 10, type = "text/plain") => new File(["x".repeat(size)], name, { type, lastModified: 1 });
const names = () => [...document.querySelectorAll("[data-list] [data-name]")].map((element) => element.textContent);
const sent = () => [...document.querySelector<HTMLInputElement>("input[type=file]")!.files!].map(({ name }) => name);

function drop(...files: File[]): void {
  const event = new Event("drop", { bubbles: true, cancelable: true });
  document.querySelector("file-drop")!.dispatchEvent(Object.assign(event, { dataTransfer: { files } }));
}

function paste(target: Element, ...files: File[]): Event {
  const event = Object.assign(new Event("paste", { bubbles: true, cancelable: true }), { clipboardData: { files } });
  target.dispatchEvent(event);
  return event;
}

test("what is dropped is shown and will be sent", () => {
  page();

  drop(file("a.log"), file("b.log"));
  drop(file("b.log"), file("c.log"));

  expect(names()).toEqual(["a.log", "b.log", "c.log"]);
  expect(sent()).toEqual(["a.log", "b.log", "c.log"]);
});

test("a pasted screenshot gets a name of its own", () => {
  page();

  const event = paste(document.querySelector("textarea")!, file("image.png", 10, "image/png"));

  expect(event.defaultPrevented).toBe(true);
  expect(names()[0]).toMatch(/^截图-\d{6}\.png$/);
  expect(document.querySelector("[data-list] img")).not.toBeNull();
});

test("pasted text is left to the field", () => {
  page();

  expect(paste(document.querySelector("textarea")!).defaultPrevented).toBe(false);
});

test("too large and too many are said, and what fits is kept", () => {
  page();

  drop(file("big.zip", 101), file("1"), file("2"), file("3"), file("4"));

  expect(names()).toEqual(["1", "2", "3"]);
  expect(document.querySelector("[data-say]")!.textContent).toBe("big.zip 太大 最多 3 个");
});

test("a file can be taken out again", () => {
  page();
  drop(file("a.log"), file("b.log"));

  document.querySelector<HTMLElement>("[data-remove]")!.click();

  expect(sent()).toEqual(["b.log"]);
  expect(document.querySelector("[data-remove]")!.getAttribute("aria-label")).toBe("移除 b.log");
});

test("sizes are said in the unit that fits", () => {
  expect([512, 2048, 3_500_000].map(sizeInWords)).toEqual(["512 B", "2 KB", "3.3 MB"]);
});
