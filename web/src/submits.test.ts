import { guardAgainstDoubles } from "./submits";

beforeAll(guardAgainstDoubles);

function submit(form: HTMLFormElement): boolean {
  const event = new SubmitEvent("submit", { bubbles: true, cancelable: true });
  return form.dispatchEvent(event);
}

test("a form is sent once", () => {
  render(`<form method="post"><button>Send</button></form>`);
  const form = document.querySelector("form")!;

  expect(submit(form)).toBe(true);
  expect(submit(form)).toBe(false);

  expect(form.getAttribute("aria-busy")).toBe("true");
});

test("a search may be sent as often as one likes", () => {
  render(`<form method="get"><button>Find</button></form>`);
  const form = document.querySelector("form")!;

  expect(submit(form)).toBe(true);
  expect(submit(form)).toBe(true);
});

test("after its answer a form may be sent again", () => {
  render(`<form method="post" hx-post="/x"><button>Send</button></form>`);
  const form = document.querySelector("form")!;
  const ctx = { sourceElement: form, request: { method: "POST", submitter: form.querySelector("button")! } };
  const tell = (name: string) => form.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: { ctx } }));

  tell("htmx:before:request");
  expect(submit(form)).toBe(false);
  expect(form.querySelector("button")!.getAttribute("aria-busy")).toBe("true");
  tell("htmx:finally:request");

  expect(submit(form)).toBe(true);
});

test("Ctrl-Enter sends what one writes, but not a word that is being composed", () => {
  render(`<form method="post"><textarea></textarea><button type="submit">Send</button></form>`);
  const field = document.querySelector("textarea")!, submitted = vi.fn((event: Event) => event.preventDefault());
  document.querySelector("form")!.addEventListener("submit", submitted);
  const press = (more: object) =>
    field.dispatchEvent(Object.assign(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, ctrlKey: true }), more));

  press({ isComposing: true });
  expect(submitted).not.toHaveBeenCalled();
  press({});

  expect(submitted).toHaveBeenCalledTimes(1);
});
