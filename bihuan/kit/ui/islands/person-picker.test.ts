import "./person-picker";

const PEOPLE = `<li role="option" data-value="7" data-label="陈静">陈静 桌面支持</li>
  <li role="option" data-value="8" data-label="陈默">陈默 网络</li>`;

function page() {
  render(`<person-picker data-src="/people/pick?team=3">
    <input role="combobox" value="王芳" aria-expanded="false"><input type="hidden" name="handler" value="3">
    <ul role="listbox" id="people" hidden></ul><span role="status"></span></person-picker>`);
  const field = document.querySelector<HTMLInputElement>('[role="combobox"]')!;
  const value = document.querySelector<HTMLInputElement>('[type="hidden"]')!;
  return { field, value, list: document.querySelector<HTMLElement>('[role="listbox"]')! };
}

async function type(field: HTMLInputElement, words: string, isComposing = false) {
  field.value = words;
  field.dispatchEvent(Object.assign(new Event("input", { bubbles: true }), { isComposing }));
  await vi.advanceTimersByTimeAsync(200);
}

const press = (field: HTMLElement, key: string, isComposing = false) =>
  field.dispatchEvent(Object.assign(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }), { isComposing }));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", vi.fn().mockResolvedValue({ ok: true, text: () => Promise.resolve(PEOPLE) }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("typing finds, arrows move, Enter takes", async () => {
  const { field, value, list } = page(), changed = vi.fn();
  value.addEventListener("change", changed);

  await type(field, "ch");
  expect(fetch).toHaveBeenCalledWith("/people/pick?team=3&q=ch", expect.anything());
  expect(field.getAttribute("aria-expanded")).toBe("true");
  press(field, "ArrowDown");
  expect(field.getAttribute("aria-activedescendant")).toBe(list.children[1]!.id);
  press(field, "Enter");

  expect([field.value, value.value]).toEqual(["陈默", "8"]);
  expect(list.hidden).toBe(true);
  expect(changed).toHaveBeenCalledTimes(1);
});

test("while 拼音 is being composed nothing is asked and nothing taken", async () => {
  const { field, value } = page();

  await type(field, "chen", true);
  expect(fetch).not.toHaveBeenCalled();
  await type(field, "陈");
  press(field, "Enter", true);

  expect(value.value).toBe("3");
});

test("words that name nobody go back to who was there; an empty field is nobody", async () => {
  const { field, value } = page();

  await type(field, "xyz");
  field.dispatchEvent(new Event("blur"));
  expect([field.value, value.value]).toEqual(["王芳", "3"]);

  field.value = "";
  field.dispatchEvent(new Event("blur"));
  expect([field.value, value.value]).toEqual(["", ""]);
});
