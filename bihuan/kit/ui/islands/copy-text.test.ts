import "./copy-text";

test("the text is on the clipboard, and it is said", async () => {
  const writeText = vi.fn().mockResolvedValue(undefined);
  vi.stubGlobal("navigator", { clipboard: { writeText } });
  render(`<copy-text data-said="已复制"><button data-copy="IT-20261121-0007"></button>
    <span role="status"></span></copy-text>`);

  document.querySelector("button")!.click();
  await Promise.resolve();

  expect(writeText).toHaveBeenCalledWith("IT-20261121-0007");
  expect(document.querySelector('[role="status"]')!.textContent).toBe("已复制");
  vi.unstubAllGlobals();
});
