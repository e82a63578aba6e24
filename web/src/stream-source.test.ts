import { Stream, concerns, type Heard } from "./stream-source";

class FakeSource extends EventTarget {
  readyState = 0;
  isClosed = false;
  constructor(readonly url: string) {
    super();
  }
  close() {
    this.isClosed = true;
  }
  stand() {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }
  fail(readyState: number) {
    this.readyState = readyState;
    this.dispatchEvent(new Event("error"));
  }
  say(name: string, data = "") {
    this.dispatchEvent(new MessageEvent(name, { data }));
  }
}

function setUp(status = 200) {
  const sources: FakeSource[] = [], heard: Heard[] = [];
  const stream = new Stream((what) => heard.push(what), (url) => {
    sources.push(new FakeSource(url));
    return sources.at(-1)!;
  }, () => Promise.resolve(status));
  return { stream, sources, heard };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("each topic is asked for once, in one address", () => {
  const { stream, sources } = setUp();

  stream.want(["ticket:42", "person:7", "ticket:42"]);
  stream.want(["person:7", "ticket:42"]);

  expect(sources.map(({ url }) => url)).toEqual(["/events?topic=person%3A7&topic=ticket%3A42"]);
});

test("the old stream ends only when the new one stands", () => {
  const { stream, sources, heard } = setUp();
  stream.want(["ticket:42"]);
  sources[0]!.stand();

  stream.want(["ticket:43"]);
  expect(sources[0]!.isClosed).toBe(false);
  sources[0]!.say("changed", "ticket:42");
  sources[1]!.stand();

  expect(sources[0]!.isClosed).toBe(true);
  expect(heard).toContainEqual({ changed: "ticket:42" });
});

test("what may have been missed while the stream was down is asked for anew", () => {
  const { stream, sources, heard } = setUp();
  stream.want(["ticket:42"]);
  sources[0]!.stand();

  sources[0]!.fail(0); // the browser tries again by itself
  sources[0]!.stand();

  expect(heard).toEqual([{ up: true }, { up: false }, { resync: true }, { up: true }]);
});

test("a refused stream is tried again, ever more patiently", () => {
  const { stream, sources } = setUp();
  stream.want(["ticket:42"]);

  sources[0]!.fail(2);
  vi.advanceTimersByTime(1300);
  expect(sources).toHaveLength(2);
  sources[1]!.fail(2);
  vi.advanceTimersByTime(1300);
  expect(sources).toHaveLength(2);
  vi.advanceTimersByTime(1300);

  expect(sources).toHaveLength(3);
});

test("a stream that took long to stand asks for all anew", () => {
  const { stream, sources, heard } = setUp();
  stream.want(["ticket:42"]);

  vi.advanceTimersByTime(3500);
  sources[0]!.stand();

  expect(heard).toContainEqual({ resync: true });
});

test("nobody listening means no stream", () => {
  const { stream, sources } = setUp();
  stream.want(["ticket:42"]);
  sources[0]!.stand();

  stream.want([]);

  expect(sources[0]!.isClosed).toBe(true);
});

test("a topic that is not for this reader is told apart from a server that is away", async () => {
  const forbidden = setUp(403), away = setUp(503);

  for (const { stream, sources } of [forbidden, away]) {
    stream.want(["ticket:42"]);
    sources[0]!.fail(2);
    await vi.advanceTimersByTimeAsync(0);
  }

  expect(forbidden.heard).toContainEqual({ forbidden: true });
  expect(away.heard).toEqual([{ up: false }]);
});

test("who listens to a kind hears each of its kind", () => {
  expect(concerns(["ticket"], "ticket:42")).toBe(true);
  expect(concerns(["ticket:4"], "ticket:42")).toBe(false);
});
