const state = vi.hoisted(() => ({ say: (_: boolean) => {} }));
vi.mock("@web/stream", () => ({
  watchState: (onState: (isUp: boolean) => void) => {
    state.say = onState;
    onState(true);
    return () => {};
  },
}));

import "./connection-state";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a short break is not worth a word, a longer one is", () => {
  render(`<connection-state hidden>reconnecting</connection-state>`);
  const word = document.querySelector<HTMLElement>("connection-state")!;

  state.say(false);
  vi.advanceTimersByTime(2900);
  state.say(true);
  vi.advanceTimersByTime(5000);
  expect(word.hidden).toBe(true);

  state.say(false);
  vi.advanceTimersByTime(3000);
  expect(word.hidden).toBe(false);

  state.say(true);
  expect(word.hidden).toBe(true);
});
