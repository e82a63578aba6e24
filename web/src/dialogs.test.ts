import { ask, returnFocusOfDialogs } from "./dialogs";

beforeAll(returnFocusOfDialogs);

function question(): HTMLDialogElement {
  render(`
    <button id="opener" data-opens="ask">…</button>
    <dialog id="ask"><p data-question></p><button data-closes>No</button></dialog>`);
  return document.querySelector("dialog")!;
}

test("a question is answered by the dialog's word", async () => {
  const dialog = question();

  const answer = ask("Close the ticket?");
  expect(dialog.open).toBe(true);
  expect(dialog.textContent).toContain("Close the ticket?");
  dialog.close("yes");

  expect(await answer).toBe(true);
});

test("turning away is a no", async () => {
  const dialog = question();

  const answer = ask("Close the ticket?");
  dialog.querySelector("button")!.click();

  expect(await answer).toBe(false);
  expect(dialog.open).toBe(false);
});

test("closing gives the focus back to what opened it", () => {
  const dialog = question();
  const opener = document.getElementById("opener")!;

  opener.click();
  expect(dialog.open).toBe(true);
  dialog.close();

  expect(document.activeElement).toBe(opener);
});
