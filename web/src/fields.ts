/* A refusal names the fields that are wrong (ui/_refusal.html): say it beside each, until the person mends it. */

export function tellFields(refusal: ParentNode): void {
  let first: HTMLElement | undefined;
  for (const word of refusal.querySelectorAll<HTMLTemplateElement>("template[data-field]")) {
    const field = document.getElementById(`f-${word.dataset.field}`);
    if (!field) continue;
    tell(field, word.content.cloneNode(true) as DocumentFragment);
    first ??= field;
  }
  first?.focus();
}

function tell(field: HTMLElement, words: DocumentFragment): void {
  const error = words.firstElementChild!, id = field.id.replace(/^f-/, "e-"), hint = field.id.replace(/^f-/, "h-");
  error.id = id;
  document.getElementById(id)?.remove();
  field.closest(".field")?.append(error);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", document.getElementById(hint) ? `${id} ${hint}` : id);
  field.addEventListener("input", () => {
    document.getElementById(id)?.remove();
    field.removeAttribute("aria-invalid");
  }, { once: true });
}
