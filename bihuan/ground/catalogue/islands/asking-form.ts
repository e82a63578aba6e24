/* <asking-form> around fields in <div data-field data-rule data-word>: shows what matters under the answers given so far
   and marks what is required. Without it all fields stand there, and the desk goes by the same rules. */

import { type Rule, standings } from "@web/conditions";

class AskingForm extends HTMLElement {
  connectedCallback(): void {
    this.addEventListener("input", () => this.#settle());
    this.addEventListener("change", () => this.#settle());
    this.addEventListener("htmx:after:swap", () => this.#settle());
    this.#settle();
  }

  #settle(): void {
    const fields = [...this.querySelectorAll<HTMLElement>("[data-field]")];
    const rules = fields.map((field) => JSON.parse(field.dataset.rule ?? "{}") as Rule);
    const answers = Object.fromEntries(fields.map((field) => [field.dataset.field, answerIn(field)]));
    const found = standings(inOrder(rules), answers);
    for (const field of fields) {
      const standing = found.get(field.dataset.field ?? "");
      if (!standing) continue;
      field.hidden = !standing.isShown;
      field.classList.toggle("contents", standing.isShown);
      mark(field, standing.isRequired);
    }
  }
}

/* The page may put required fields before others: a rule waits for those it looks at. */
function inOrder(rules: Rule[]): Rule[] {
  const left = [...rules], done: Rule[] = [];
  while (left.length) {
    const next = left.findIndex((rule) => !left.some((other) => other !== rule && looksAt(rule, other.key)));
    done.push(...left.splice(Math.max(next, 0), 1));
  }
  return done;
}

function looksAt(rule: Rule, key: string): boolean {
  return JSON.stringify([rule.shown_when, rule.required_when]).includes(`"field":${JSON.stringify(key)}`);
}

function answerIn(field: HTMLElement): string {
  const chosen = field.querySelector<HTMLInputElement>("input[type=radio]");
  if (chosen) return field.querySelector<HTMLInputElement>("input[type=radio]:checked")?.value ?? "";
  return field.querySelector<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>("input, select, textarea")?.value ?? "";
}

function mark(field: HTMLElement, isRequired: boolean): void {
  const label = field.querySelector(".field-label"), mark = label?.querySelector(".field-required");
  if (!isRequired) mark?.remove();
  else if (label && !mark) {
    const word = document.createElement("span");
    word.className = "field-required";
    word.textContent = field.dataset.word ?? "";
    label.append(word);
  }
}

customElements.define("asking-form", AskingForm);
