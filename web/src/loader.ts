/* An island is a custom element in a room's islands/ folder, its file named for its tag; its script comes when the
   first such element stands in the page. */

const islands = import.meta.glob<unknown>(["../../bihuan/**/islands/*.ts", "!../../bihuan/**/*.test.ts"]);

const loaders = new Map(Object.entries(islands).map(([path, load]) => [path.match(/([^/]+)\.ts$/)![1]!, load]));

export function loadIslands(): void {
  look(document.documentElement);
  new MutationObserver((changes) => {
    for (const change of changes) for (const node of change.addedNodes) if (node instanceof Element) look(node);
  }).observe(document.documentElement, { childList: true, subtree: true });
}

function look(root: Element): void {
  for (const [tag, load] of loaders) {
    if (root.localName !== tag && !root.querySelector(tag)) continue;
    loaders.delete(tag);
    load().catch((error: unknown) => {
      loaders.set(tag, load); // the network may be back when the next one appears
      console.error(`island ${tag} did not load`, error);
    });
  }
  if (needsAlpine && (root.hasAttribute("x-data") || root.querySelector("[x-data]"))) startAlpine();
}

let needsAlpine = true;

/** Alpine costs 20 kB and few pages use it: it comes with the first x-data. */
function startAlpine(): void {
  needsAlpine = false;
  import("./alpine").catch(() => (needsAlpine = true));
}
