import "./auto-grow";

test("the field is as high as its text, and lower again when text goes", () => {
  vi.stubGlobal("CSS", { supports: () => false });
  render(`<auto-grow><textarea></textarea></auto-grow>`);
  const field = document.querySelector("textarea")!;
  const grow = (height: number) => {
    Object.defineProperty(field, "scrollHeight", { configurable: true, value: height });
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  grow(180);
  expect(field.style.height).toBe("180px");
  grow(60);
  expect(field.style.height).toBe("60px");
  vi.unstubAllGlobals();
});
