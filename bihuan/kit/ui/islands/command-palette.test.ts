import "./command-palette";

function page(): HTMLInputElement {
  render(`<button id="new">新建工单</button><command-palette data-src="/palette"><dialog>
    <input role="combobox"><div role="listbox" id="palette-list">
      <div data-found></div>
      <div data-actions><div role="option" data-does="new">新建工单</div><div role="option">退出登录</div></div>
    </div><p data-none hidden></p>
    <template data-recent><div><span>最近</span><a role="option" href=""><span data-title></span></a></div></template>
  </dialog></command-palette>`);
  return document.querySelector("input")!;
}

const ctrlK = () => document.dispatchEvent(new KeyboardEvent("keydown", { key: "k", ctrlKey: true, cancelable: true }));
const isOpen = () => document.querySelector("dialog")!.open;
const shown = () => [...document.querySelectorAll<HTMLElement>('[role="option"]:not([hidden])')].map((e) => e.textContent);

async function type(field: HTMLInputElement, words: string) {
  field.value = words;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await vi.advanceTimersByTimeAsync(200);
}

beforeEach(() => {
  vi.useFakeTimers();
  const answer = { ok: true, text: () => Promise.resolve(`<a role="option" href="/tickets/42">打印机卡纸</a>`) };
  vi.stubGlobal("fetch", vi.fn().mockResolvedValue(answer));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("Ctrl-K opens it with the page's actions", () => {
  page();

  ctrlK();

  expect(isOpen()).toBe(true);
  expect(shown()).toEqual(["新建工单", "退出登录"]);
});

test("typing asks the server and narrows the actions", async () => {
  const field = page();
  ctrlK();

  await type(field, "新建");

  expect(fetch).toHaveBeenCalledWith(`/palette?q=${encodeURIComponent("新建")}`, expect.anything());
  expect(shown()).toEqual(["打印机卡纸", "新建工单"]);
});

test("an action of the page is done by its own button", () => {
  const field = page(), done = vi.fn();
  document.getElementById("new")!.addEventListener("click", done);
  ctrlK();

  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));

  expect(done).toHaveBeenCalledTimes(1);
  expect(isOpen()).toBe(false);
});

test("what was opened last comes first", () => {
  localStorage.setItem("recent", JSON.stringify([{ href: "/tickets/7", title: "VPN 断线" }]));
  page();

  ctrlK();

  expect(shown()[0]).toBe("VPN 断线");
  expect(document.querySelector<HTMLAnchorElement>("a[role=option]")!.getAttribute("href")).toBe("/tickets/7");
});
