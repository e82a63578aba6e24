/// <reference types="vitest/config" />
import { resolve } from "node:path";
import tailwind from "@tailwindcss/vite";
import { defineConfig } from "vite";
import { compress } from "./build/compress.ts";
import { iconSprite } from "./build/icons.ts";
import { packagesFromHere } from "./build/packages.ts";

const here = import.meta.dirname;
const kit = resolve(here, "../bihuan/kit/ui");

export default defineConfig(({ mode }) => ({
  root: mode === "test" ? resolve(here, "..") : here, // the islands' tests stand beside them, outside this folder
  base: "/static/web/",
  publicDir: false,
  server: { fs: { allow: [resolve(here, "..")] } },
  resolve: { alias: { "@web": resolve(here, "src"), "@kit": kit } },
  plugins: [packagesFromHere(here), tailwind(), iconSprite(resolve(kit, "icons.txt")), mode === "production" && compress()],
  build: {
    outDir: resolve(kit, "static/web"),
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0, // scripts as data: would be refused by the content policy
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: { app: resolve(here, "src/app.ts") },
      // Islands of the kit are small and most pages have several: one request for all.
      output: { codeSplitting: { groups: [{ name: "islands", test: /kit\/ui\/islands\/|web\/src\/(stream|words|listbox|dialogs)|rolldown\/runtime/ }] } },
    },
  },
  worker: { format: "es" as const },
  test: {
    environment: "happy-dom",
    globals: true,
    include: ["web/src/**/*.test.ts", "bihuan/**/islands/*.test.ts"],
    setupFiles: [resolve(here, "build/test-setup.ts")],
    css: false,
  },
}));
