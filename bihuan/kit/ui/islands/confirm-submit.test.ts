const asked = vi.hoisted(() => ({ answer: false, questions: [] as string[] }));
vi.mock("@web/dialogs", () => ({
  ask: (question: string) => {
    asked.questions.push(question);
    return Promise.resolve(asked.answer);
  },
}));

import "./confirm-submit";

async function send(answer: boolean): Promise<boolean> {
  asked.answer = answer;
  render(`<confirm-submit data-question="撤回这张工单？"><form><button>撤回</button></form></confirm-submit>`);
  let isSent = false;
  document.querySelector("form")!.addEventListener("submit", (event) => {
    event.preventDefault();
    isSent = true;
  });
  document.querySelector("form")!.requestSubmit();
  await new Promise((done) => setTimeout(done));
  return isSent;
}

test("a form is sent only after a yes", async () => {
  expect(await send(false)).toBe(false);
  expect(await send(true)).toBe(true);
  expect(asked.questions).toEqual(["撤回这张工单？", "撤回这张工单？"]);
});
