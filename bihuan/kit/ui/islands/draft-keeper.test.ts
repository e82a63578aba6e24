import "./draft-keeper";

function page(text = ""): HTMLTextAreaElement {
  render(`<draft-keeper data-draft="ticket:42:reply"><form method="post">
    <textarea name="text">${text}</textarea><p data-restored hidden><button type="button" data-discard></button></p>
  </form></draft-keeper>`);
  return document.querySelector("textarea")!;
}

function type(field: HTMLTextAreaElement, text: string): void {
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  vi.advanceTimersByTime(400);
}

const restored = () => !document.querySelector<HTMLElement>("[data-restored]")!.hidden;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("typed text outlives the page, and it is said", () => {
  type(page(), "请先重启打印机");

  expect(page().value).toBe("请先重启打印机");
  expect(restored()).toBe(true);
});

test("what the server put into a field stands over a draft", () => {
  type(page(), "old words");

  expect(page("the server's words").value).toBe("the server's words");
});

test("a sent text is forgotten, a refused one is not", () => {
  const answered = (status: number) => document.querySelector("form")!.dispatchEvent(
    new CustomEvent("htmx:after:request", { bubbles: true, detail: { ctx: { request: { method: "POST" }, response: { status } } } }));
  type(page(), "hello");

  answered(422);
  expect(localStorage.length).toBe(1);
  answered(200);
  expect(localStorage.length).toBe(0);
});

test("a restored draft can be thrown away", () => {
  type(page(), "hello");
  const field = page();

  document.querySelector<HTMLElement>("[data-discard]")!.click();

  expect(field.value).toBe("");
  expect(restored()).toBe(false);
  expect(page().value).toBe("");
});

test("signing out forgets every draft", () => {
  type(page(), "hello");
  render(`<form data-signs-out></form>`);

  document.querySelector("form")!.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));

  expect(localStorage.length).toBe(0);
});
