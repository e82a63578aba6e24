import type { Heard } from "./stream-source";

class FakeWorker {
  static last: FakeWorker;
  asked: string[][] = [];
  port = { onmessage: (_: { data: Heard }) => {}, postMessage: (topics: string[]) => void this.asked.push(topics) };
  constructor() {
    FakeWorker.last = this;
  }
}

beforeEach(() => {
  vi.resetModules();
  vi.stubGlobal("SharedWorker", FakeWorker);
});
afterEach(() => vi.unstubAllGlobals());

test("regions that come together ask together, and each hears its own topics", async () => {
  const { listen } = await import("./stream");
  const first = vi.fn(), second = vi.fn();

  listen(["ticket:42", "person:7"], first);
  listen(["ticket:43", "person:7"], second);
  await Promise.resolve();
  FakeWorker.last.port.onmessage({ data: { changed: "ticket:42" } });

  expect(FakeWorker.last.asked).toEqual([["ticket:42", "person:7", "ticket:43"]]);
  expect(first).toHaveBeenCalledTimes(1);
  expect(second).not.toHaveBeenCalled();
});

test("a region that left hears no more", async () => {
  const { listen } = await import("./stream");
  const heard = vi.fn();
  const stop = listen(["ticket:42"], heard);
  await Promise.resolve();

  stop();
  await Promise.resolve();
  FakeWorker.last.port.onmessage({ data: { resync: true } });

  expect(heard).not.toHaveBeenCalled();
  expect(FakeWorker.last.asked.at(-1)).toEqual([]);
});

test("who watches is told at once and at each change", async () => {
  const { listen, watchState } = await import("./stream");
  const states: boolean[] = [];
  listen(["ticket:42"], () => {});
  await Promise.resolve();

  watchState((isUp) => states.push(isUp));
  FakeWorker.last.port.onmessage({ data: { up: false } });

  expect(states).toEqual([true, false]);
});

test("where the shared stream is forbidden, each tab listens for itself", async () => {
  class OwnSource extends EventTarget {
    static urls: string[] = [];
    readyState = 0;
    constructor(url: string) {
      super();
      OwnSource.urls.push(url);
    }
    close() {}
  }
  vi.stubGlobal("EventSource", OwnSource);
  const { listen } = await import("./stream");
  listen(["ticket:42"], () => {});
  await Promise.resolve();

  FakeWorker.last.port.onmessage({ data: { forbidden: true } });
  await Promise.resolve();

  expect(FakeWorker.last.asked.at(-1)).toEqual([]);
  expect(OwnSource.urls).toEqual(["/events?topic=ticket%3A42"]);
});
