/* The page's ear: one stream of changed topics for all tabs of a browser, where the browser can share it. */

import { Stream, concerns, type Heard } from "./stream-source";

type Listener = { topics: string[]; onChange: () => void };

const listeners = new Set<Listener>();
const watchers = new Set<(isUp: boolean) => void>();
let send: ((topics: string[]) => void) | undefined;
let isUp = true;

/** Call `onChange` whenever one of the topics changes, and when something may have been missed. Returns how to stop. */
export function listen(topics: string[], onChange: () => void): () => void {
  const listener = { topics, onChange };
  listeners.add(listener);
  announce();
  return () => {
    listeners.delete(listener);
    announce();
  };
}

/** Call `onState` with whether the stream stands, now and whenever that changes. Returns how to stop. */
export function watchState(onState: (isUp: boolean) => void): () => void {
  watchers.add(onState);
  onState(isUp);
  return () => watchers.delete(onState);
}

let announcing = false;

/** Tell the other side which topics this page wants, once for all the regions that come and go in one turn. */
function announce(): void {
  if (announcing) return;
  announcing = true;
  queueMicrotask(() => {
    announcing = false;
    send ??= connect();
    send([...new Set([...listeners].flatMap(({ topics }) => topics))]);
  });
}

function hear(heard: Heard): void {
  if ("up" in heard) {
    isUp = heard.up;
    for (const watch of watchers) watch(isUp);
  } else if ("forbidden" in heard) {
    if (isShared) alone(); // a topic of some tab: each listens for itself, so that only that one goes without
  } else {
    for (const { topics, onChange } of listeners) {
      if ("resync" in heard || concerns(topics, heard.changed)) onChange();
    }
  }
}

function connect(): (topics: string[]) => void {
  // A page that is put aside must not hold a place in the shared stream; when it comes back it may have missed much.
  addEventListener("pagehide", () => send?.([]));
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    announce();
    hear({ resync: true });
  });
  return (typeof SharedWorker === "function" && shared()) || own();
}

let isShared = false;

function alone(): void {
  send?.([]);
  isShared = false;
  send = own();
  announce();
}

/** Phones know no SharedWorker, and neither does a page whose worker cannot be fetched: they listen by themselves. */
function own(): (topics: string[]) => void {
  const stream = new Stream(hear);
  return (topics) => stream.want(topics);
}

function shared(): ((topics: string[]) => void) | undefined {
  try {
    const worker = new SharedWorker(new URL("./stream.worker.ts", import.meta.url), { type: "module", name: "stream" });
    worker.port.onmessage = ({ data }: MessageEvent<Heard>) => hear(data);
    worker.onerror = alone;
    isShared = true;
    return (topics) => worker.port.postMessage(topics);
  } catch {
    return undefined;
  }
}
