import "./rail-fold";

test("the rail folds and unfolds, and the server will know", () => {
  render(`<rail-fold><button aria-expanded="true"></button></rail-fold>`);
  const button = document.querySelector("button")!;

  button.click();
  expect(document.documentElement.dataset.rail).toBe("narrow");
  expect(document.cookie).toContain("bihuan-rail=narrow");
  expect(button.getAttribute("aria-expanded")).toBe("false");

  button.click();
  expect(document.documentElement.dataset.rail).toBe("wide");
});
