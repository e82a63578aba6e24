/* Shared by all tabs of a browser: HTTP/1.1 gives a host six connections, and six tabs would use them up. */

import { Stream, concerns, type Heard } from "./stream-source";

const wanted = new Map<MessagePort, string[]>();
let isUp = true;

const stream = new Stream((heard: Heard) => {
  if ("up" in heard) isUp = heard.up;
  for (const [port, topics] of wanted) {
    if (!("changed" in heard) || concerns(topics, heard.changed)) port.postMessage(heard);
  }
});

addEventListener("connect", (event) => {
  const port = (event as MessageEvent).ports[0]!;
  port.onmessage = ({ data: topics }: MessageEvent<string[]>) => {
    if (topics.length) wanted.set(port, topics);
    else wanted.delete(port);
    stream.want([...wanted.values()].flat());
    port.postMessage({ up: isUp } satisfies Heard);
  };
});
