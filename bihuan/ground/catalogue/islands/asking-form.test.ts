import { type Rule, standings } from "@web/conditions";
import told from "../tests/conditions.json";
import "./asking-form";

interface Case { name: string; rules: Rule[]; answers: Record<string, unknown>; shown: string[]; required: string[] }
const cases = told as unknown as Case[];

test.each(cases)("$name", ({ rules, answers, shown, required }) => {
  const found = [...standings(rules, answers)];
  expect(found.filter(([, one]) => one.isShown).map(([key]) => key)).toEqual(shown);
  expect(found.filter(([, one]) => one.isRequired).map(([key]) => key)).toEqual(required);
});

test("a field comes and goes with the answer it depends on, and is marked while it is required", () => {
  const rule = (told: Rule) => JSON.stringify(told).replaceAll('"', "&quot;");
  render(`<asking-form>
    <div data-field="code" data-word="必填" data-rule="${rule({ key: "code", is_required: true, shown_when: { field: "symptom", is: "equals", value: "jam" } })}"><label class="field-label">代码</label><input></div>
    <div data-field="symptom" data-rule="${rule({ key: "symptom" })}"><select><option value=""></option><option value="jam">卡纸</option></select></div>
  </asking-form>`);
  const code = document.querySelector<HTMLElement>("[data-field=code]")!, symptom = document.querySelector("select")!;
  expect(code.hidden).toBe(true);

  symptom.value = "jam";
  symptom.dispatchEvent(new Event("change", { bubbles: true }));

  expect(code.hidden).toBe(false);
  expect(code.textContent).toContain("必填");
});
