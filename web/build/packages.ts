import { resolve } from "node:path";
import type { Plugin } from "vite";

/** Let the islands, which stand in their rooms outside this folder, import the packages that are installed here. */
export function packagesFromHere(folder: string): Plugin {
  const isPackage = (name: string) => /^(@[a-z]|[a-z])/i.test(name) && !/^(@web|@kit)\//.test(name);
  return {
    name: "packages-from-here",
    enforce: "pre",
    resolveId(name, importer, options) {
      if (!importer || !isPackage(name) || importer.startsWith(folder) || importer.includes("\0")) return null;
      return this.resolve(name, resolve(folder, "package.json"), { ...options, skipSelf: true });
    },
  };
}
