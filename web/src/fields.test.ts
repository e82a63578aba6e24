import { tellFields } from "./fields";

test("each wrong field says what is wrong beside it, until it is mended", () => {
  render(`<div class="field"><input id="f-title"><p id="h-title">hint</p></div><div class="field"><input id="f-cause"></div>
    <div class="toast"><template data-field="title"><p class="field-error">太短</p></template>
      <template data-field="cause"><p class="field-error">请选择</p></template></div>`);
  const title = document.getElementById("f-title") as HTMLInputElement;

  tellFields(document.querySelector(".toast")!);
  tellFields(document.querySelector(".toast")!);

  expect([...document.querySelectorAll(".field .field-error")].map((error) => error.textContent)).toEqual(["太短", "请选择"]);
  expect(title.getAttribute("aria-describedby")).toBe("e-title h-title");
  expect(document.activeElement).toBe(title);

  title.dispatchEvent(new Event("input"));
  expect(document.getElementById("e-title")).toBeNull();
  expect(title.hasAttribute("aria-invalid")).toBe(false);
});
