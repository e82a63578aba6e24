/* The stream itself, in the shared worker or in a page: GET /events?topic=…&topic=…, which says `changed` with a
   topic, or `resync` when something may have been missed. */

export type Heard = { changed: string } | { resync: true } | { up: boolean } | { forbidden: true };

/** Whether somebody who listens to `topics` hears this one: `ticket` hears every `ticket:…`. */
export function concerns(topics: string[], topic: string): boolean {
  return topics.includes(topic) || topics.includes(topic.split(":")[0]!);
}

interface Source extends EventTarget {
  readonly readyState: number;
  close(): void;
}

const FIRST_WAIT_MS = 1000, LONGEST_WAIT_MS = 30_000;
const FORBIDDEN = 403; // one of the topics is not, or no longer, for this reader
const MOST_TOPICS = 200; // what the server takes
const CLOSED = 2; // EventSource.CLOSED: refused for good, the browser will not try again by itself
// The server repeats to a newcomer what it heard in its last seconds; who took longer to arrive asks for all anew.
const REPEATED_MS = 3000;

export class Stream {
  #topics = "";
  #source?: Source;
  #waits_ms = FIRST_WAIT_MS;
  #retry?: ReturnType<typeof setTimeout>;
  #isLost = false;

  constructor(
    private readonly tell: (heard: Heard) => void,
    private readonly connect: (url: string) => Source = (url) => new EventSource(url),
    private readonly statusOf: (url: string) => Promise<number> = statusOfStream,
  ) {}

  /** Listen to these topics from now on. The new stream stands before the old one ends, so that nothing falls between. */
  want(topics: Iterable<string>): void {
    const query = [...new Set(topics)].sort().slice(0, MOST_TOPICS).map((topic) => `topic=${encodeURIComponent(topic)}`).join("&");
    if (query === this.#topics) return;
    this.#topics = query;
    clearTimeout(this.#retry);
    if (query) this.#open();
    else this.#close();
  }

  #close(): void {
    this.#source?.close();
    this.#source = undefined;
  }

  #open(): void {
    const before = this.#source, asked = Date.now();
    const source = (this.#source = this.connect(`/events?${this.#topics}`));
    const isCurrent = () => this.#source === source;
    source.addEventListener("open", () => {
      before?.close();
      if (isCurrent()) this.#stands(Date.now() - asked > REPEATED_MS);
      else source.close();
    });
    source.addEventListener("changed", (event) => this.tell({ changed: (event as MessageEvent<string>).data }));
    source.addEventListener("resync", () => this.tell({ resync: true }));
    source.addEventListener("error", () => {
      if (isCurrent()) this.#lost(source);
    });
  }

  #stands(cameLate: boolean): void {
    if (this.#isLost || cameLate) this.tell({ resync: true });
    this.#isLost = false;
    this.#waits_ms = FIRST_WAIT_MS;
    this.tell({ up: true });
  }

  #lost(source: Source): void {
    if (!this.#isLost) this.tell({ up: false });
    this.#isLost = true;
    if (source.readyState !== CLOSED) return; // the browser is at it
    void this.#whyRefused();
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.#open(), this.#waits_ms * (0.75 + Math.random() / 2));
    this.#waits_ms = Math.min(this.#waits_ms * 2, LONGEST_WAIT_MS);
  }

  /** An EventSource does not say why it was refused; whether the topics are the reason must be known. */
  async #whyRefused(): Promise<void> {
    const status = await this.statusOf(`/events?${this.#topics}`).catch(() => 0);
    if (status === FORBIDDEN) this.tell({ forbidden: true });
  }
}

async function statusOfStream(url: string): Promise<number> {
  const asking = new AbortController();
  const { status } = await fetch(url, { signal: asking.signal, headers: { Accept: "text/event-stream" } });
  asking.abort();
  return status;
}
