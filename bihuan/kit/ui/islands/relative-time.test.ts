import { clockSkew } from "./relative-time";

const NOW = new Date("2026-11-21T06:05:00Z");
const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000).toISOString();

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
});

function clock(due_s: number, risk_s: number): HTMLElement {
  render(`<span class="clock" data-standing="fine" data-risk="${at(risk_s)}">
    <relative-time say="countdown" datetime="${at(due_s)}">…</relative-time></span>`);
  return document.querySelector(".clock")!;
}

test("a countdown ticks, and turns its clock when the time comes", () => {
  const shown = clock(62, 1);
  expect(shown.textContent).toContain("1:02");
  expect(shown.dataset.standing).toBe("fine");

  vi.advanceTimersByTime(2000);
  expect(shown.textContent).toContain("1:00");
  expect(shown.dataset.standing).toBe("risk");

  vi.advanceTimersByTime(65_000);
  expect(shown.textContent).toContain("0:05");
  expect(shown.dataset.standing).toBe("missed");
});

test("how long ago grows by itself; beyond a day the page's own words stay", () => {
  render(`<relative-time say="ago" datetime="${at(-59)}">x</relative-time>
    <relative-time say="ago" datetime="${at(-90_000)}">昨天 13:05</relative-time>`);
  const [near, far] = document.querySelectorAll("relative-time");
  expect(near!.textContent).toBe("刚刚");

  vi.advanceTimersByTime(61_000);

  expect(near!.textContent).toBe("2分钟前");
  expect(far!.textContent).toBe("昨天 13:05");
});

test("a machine whose clock is wrong is put right by the server's, a slow network is not", () => {
  document.documentElement.dataset.now = String(NOW.getTime() + 2_000);
  expect(clockSkew()).toBe(0);

  document.documentElement.dataset.now = String(NOW.getTime() + 600_000);
  expect(clockSkew()).toBe(600_000);
  delete document.documentElement.dataset.now;
});
