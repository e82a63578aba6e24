const heard = vi.hoisted(() => ({ listeners: [] as { topics: string[]; onChange: () => void }[] }));
vi.mock("@web/stream", () => ({
  listen: (topics: string[], onChange: () => void) => {
    const listener = { topics, onChange };
    heard.listeners.push(listener);
    return () => heard.listeners.splice(heard.listeners.indexOf(listener), 1);
  },
}));

import "./live-region";

function setUp() {
  render(`<live-region data-topics="ticket:42 person:7"><textarea></textarea></live-region>`);
  const region = document.querySelector("live-region")!, asked = vi.fn();
  region.addEventListener("live", asked);
  return { region: region as HTMLElement, asked, change: () => heard.listeners.forEach(({ onChange }) => onChange()) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("it listens to its topics, and to others when they change", () => {
  const { region } = setUp();
  expect(heard.listeners.map(({ topics }) => topics)).toEqual([["ticket:42", "person:7"]]);

  region.dataset.topics = "ticket:43";
  expect(heard.listeners.map(({ topics }) => topics)).toEqual([["ticket:43"]]);

  region.remove();
  expect(heard.listeners).toEqual([]);
});

test("several changes of one moment are one request, after 400 ms of calm", () => {
  const { asked, change } = setUp();

  change();
  vi.advanceTimersByTime(300);
  change();
  vi.advanceTimersByTime(399);
  expect(asked).not.toHaveBeenCalled();
  vi.advanceTimersByTime(201);

  expect(asked).toHaveBeenCalledTimes(1);
});

test("changes without end are heard within a second", () => {
  const { asked, change } = setUp();

  for (let ms = 0; ms < 1000; ms += 100) {
    change();
    vi.advanceTimersByTime(100);
  }

  expect(asked).toHaveBeenCalledTimes(1);
});

test("a hidden tab asks when it is looked at", () => {
  const { asked, change } = setUp();
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);

  change();
  vi.advanceTimersByTime(2000);
  expect(asked).not.toHaveBeenCalled();
  hidden.mockReturnValue(false);
  document.dispatchEvent(new Event("visibilitychange"));
  vi.advanceTimersByTime(1000);

  expect(asked).toHaveBeenCalledTimes(1);
});

test("a word being composed is not disturbed", () => {
  const { region, asked, change } = setUp();
  const field = region.querySelector("textarea")!;

  field.dispatchEvent(new Event("compositionstart", { bubbles: true }));
  change();
  vi.advanceTimersByTime(5000);
  expect(asked).not.toHaveBeenCalled();
  field.dispatchEvent(new Event("compositionend", { bubbles: true }));
  vi.advanceTimersByTime(1000);

  expect(asked).toHaveBeenCalledTimes(1);
});
