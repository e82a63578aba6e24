/* When a field of a form is shown, and when it is required: the same closed language as
   bihuan/ground/catalogue/conditions.py, tested by the same cases. */

export interface Condition {
  all?: Condition[];
  any?: Condition[];
  field?: string;
  is?: string;
  value?: string;
  values?: string[];
}

export interface Rule {
  key: string;
  shown_when?: Condition;
  is_required?: boolean;
  required_when?: Condition;
}

export interface Standing {
  isShown: boolean;
  isRequired: boolean;
}

/** Return key → standing; the answer to a field that is not shown counts as none. */
export function standings(rules: Rule[], answers: Record<string, unknown>): Map<string, Standing> {
  const seen = new Map<string, string>(), found = new Map<string, Standing>();
  for (const rule of rules) {
    const isShown = holds(rule.shown_when ?? {}, seen), when = rule.required_when ?? {};
    const needs = rule.is_required === true || (!isEmpty(when) && holds(when, seen));
    found.set(rule.key, { isShown, isRequired: isShown && needs });
    if (isShown) seen.set(rule.key, asSaid(answers[rule.key]));
  }
  return found;
}

function holds(condition: Condition, answers: Map<string, string>): boolean {
  if (isEmpty(condition)) return true;
  if (condition.all) return condition.all.every((one) => holds(one, answers));
  if (condition.any) return condition.any.some((one) => holds(one, answers));
  const said = answers.get(condition.field ?? "") ?? "";
  if (condition.is === "filled") return said !== "";
  if (condition.is === "equals") return said === condition.value;
  return condition.is === "one_of" && (condition.values ?? []).includes(said);
}

function isEmpty(condition: Condition): boolean {
  return Object.keys(condition).length === 0;
}

function asSaid(answer: unknown): string {
  if (answer === true) return "yes";
  if (answer === false) return "no";
  return String(answer ?? "").trim();
}
