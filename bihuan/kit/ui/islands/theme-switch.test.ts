import "./theme-switch";

beforeEach(() => {
  delete document.documentElement.dataset.theme;
  const buttons = ["light", "dark", "system"].map((choice) => `<button data-theme-choice="${choice}"></button>`);
  render(`<theme-switch>${buttons.join("")}</theme-switch>`);
});

const button = (choice: string) => document.querySelector<HTMLElement>(`[data-theme-choice="${choice}"]`)!;

test("a choice holds at once and is kept where the server reads it", () => {
  button("dark").click();

  expect(document.documentElement.dataset.theme).toBe("dark");
  expect(document.cookie).toContain("bihuan-theme=dark");
  expect(button("dark").getAttribute("aria-pressed")).toBe("true");
});

test("the system's wish is no theme at all", () => {
  button("dark").click();
  button("system").click();

  expect(document.documentElement.dataset.theme).toBeUndefined();
  expect(document.cookie).toContain("bihuan-theme=system");
});

test("another tab's choice holds here, too", () => {
  dispatchEvent(Object.assign(new Event("storage"), { key: "bihuan-theme", newValue: "light" }));

  expect(document.documentElement.dataset.theme).toBe("light");
});
