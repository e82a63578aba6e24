import "./word-chips";

function chips(words: string): { field: HTMLTextAreaElement; input: () => HTMLInputElement; shown: () => string[] } {
  render(`<word-chips data-remove="去掉%s" data-add="加词"><label>线索</label><textarea>${words}</textarea></word-chips>`);
  return {
    field: document.querySelector("textarea")!,
    input: () => document.querySelector<HTMLInputElement>(".chips input")!,
    shown: () => [...document.querySelectorAll(".chip")].map((chip) => chip.firstChild!.textContent!),
  };
}

test("the words of the field are chips, each once", () => {
  expect(chips("打印机、卡纸,打印机\npaper jam").shown()).toEqual(["打印机", "卡纸", "paper jam"]);
});

test("a chip is taken away, and the field knows", () => {
  const { field } = chips("打印机、卡纸");
  document.querySelector<HTMLButtonElement>('[aria-label="去掉打印机"]')!.click();
  expect(field.value).toBe("卡纸");
});

test("words are added by a comma or enter", () => {
  const { field, input } = chips("打印机");
  input().value = "卡纸，硒鼓";
  input().dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  expect(field.value).toBe("打印机、卡纸、硒鼓");
});

test("backspace in an empty field takes the last one", () => {
  const { field, input } = chips("打印机、卡纸");
  input().dispatchEvent(new KeyboardEvent("keydown", { key: "Backspace", bubbles: true }));
  expect(field.value).toBe("打印机");
});
