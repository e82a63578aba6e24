import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import type { Plugin } from "vite";

const folder = resolve(dirname(createRequire(import.meta.url).resolve("lucide-static/package.json")), "icons");

/** Make one file of the icons named in the list; a page then points into it, which costs a line a use. */
export function iconSprite(list: string): Plugin {
  return {
    name: "icon-sprite",
    apply: "build",
    buildStart() {
      this.addWatchFile(list);
      const names = readFileSync(list, "utf8").split("\n").filter((line) => line && !line.startsWith("#"));
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${names.map(asSymbol).join("")}</svg>`;
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source });
    },
  };
}

function asSymbol(name: string): string {
  const svg = readFileSync(resolve(folder, `${name}.svg`), "utf8");
  const shapes = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, "")}</symbol>`;
}
