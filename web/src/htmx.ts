/* htmx with our habits; what page authors need to know of it stands in kit/ui/README.md. */

import htmx from "htmx.org";
import { ask } from "./dialogs";
import { toast } from "./toasts";

type Context = { confirm?: string; response?: { status: number }; request?: { signal?: AbortSignal } };
type Confirmation = CustomEvent<{ ctx: Context; issueRequest(): void; dropRequest(): void }>;

htmx.config.defaultSwap = "outerMorph"; // the answer to a fragment is the fragment
htmx.config.defaultTimeout = 20_000;
// What the person or an island has changed since the page came stays through a morph.
htmx.config.morphIgnore = ["data-htmx-powered", "open", "style", "aria-expanded", "aria-busy", "data-kept"];
// These answers are whole pages about a failure; it is told in a toast and the fragment stays as it is.
htmx.config.noSwap = [204, 304, 403, 404, "5xx"] as never;

document.addEventListener("htmx:confirm", (event) => {
  const { ctx, issueRequest, dropRequest } = (event as Confirmation).detail;
  if (!ctx.confirm) return;
  event.preventDefault();
  void ask(ctx.confirm).then((yes) => (yes ? issueRequest() : dropRequest()));
});

document.addEventListener("htmx:response:error", (event) => {
  const status = (event as CustomEvent<{ ctx: Context }>).detail.ctx.response?.status ?? 0;
  if (status >= 500) toast("failed");
  else if (status === 403) toast("stale");
  else if (status === 404) toast("gone");
});

document.addEventListener("htmx:error", (event) => {
  if ((event as CustomEvent<{ ctx?: Context }>).detail.ctx) toast("offline");
});
