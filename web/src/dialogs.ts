/* Dialogs are native: [data-opens="id"] opens one, Esc, its close button or a click beside it closes it, and the
   focus goes back to where it was. */

const openers = new WeakMap<HTMLDialogElement, Element>();

export function returnFocusOfDialogs(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const opener = target.closest("[data-opens]");
    if (opener) {
      const dialog = document.getElementById(opener.getAttribute("data-opens")!);
      if (dialog instanceof HTMLDialogElement) show(dialog, opener);
    }
    const closer = target.closest("[data-closes]");
    if (closer) closer.closest("dialog")?.close();
    else if (target instanceof HTMLDialogElement && isBeside(target, event)) target.close();
  });
}

/** Stand menus beside their buttons in browsers that do not know `position-area` (before 2025). */
export function placeMenus(): void {
  if (CSS.supports("position-area: block-end")) return;
  document.addEventListener("toggle", ({ target }) => {
    if (!(target instanceof HTMLElement) || !target.matches(".menu:popover-open")) return;
    const button = document.querySelector(`[popovertarget="${target.id}"]`)?.getBoundingClientRect();
    if (!button) return;
    const left = Math.min(Math.max(8, button.right - target.offsetWidth), innerWidth - target.offsetWidth - 8);
    const fits = button.bottom + target.offsetHeight + 8 < innerHeight;
    const top = fits ? button.bottom + 4 : Math.max(8, button.top - target.offsetHeight - 4);
    Object.assign(target.style, { left: `${left}px`, top: `${top}px`, right: "auto", bottom: "auto" });
  }, true);
}

export function show(dialog: HTMLDialogElement, opener: Element | null = document.activeElement): void {
  if (dialog.open) return;
  if (opener) openers.set(dialog, opener);
  dialog.addEventListener("close", () => (openers.get(dialog) as HTMLElement | undefined)?.focus?.(), { once: true });
  dialog.showModal();
}

function isBeside(dialog: HTMLDialogElement, { clientX: x, clientY: y }: MouseEvent): boolean {
  const box = dialog.getBoundingClientRect();
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}

/** Put a yes-or-no question; false where the person turns away. */
export function ask(question: string): Promise<boolean> {
  const dialog = document.getElementById("ask");
  if (!(dialog instanceof HTMLDialogElement)) return Promise.resolve(window.confirm(question));
  dialog.querySelector("[data-question]")!.textContent = question;
  dialog.returnValue = "";
  show(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
