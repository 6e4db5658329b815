// Builds the bundle that Home Assistant serves. Usage: node build.js [output file]

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = fileURLToPath(new URL(".", import.meta.url));
const output = process.argv[2] ?? "../custom_components/telepo/frontend/telepo-card.js";

/** What the licence of the one library in the bundle wants to be told with it. */
function licence() {
  const text = readFileSync(
    new URL("node_modules/lit/LICENSE", import.meta.url),
    "utf8",
  );
  return `/*!\nThis file contains Lit.\n\n${text.trim()}\n*/`;
}

await build({
  absWorkingDir: folder,
  banner: { js: licence() },
  entryPoints: ["src/index.ts"],
  outfile: output,
  bundle: true,
  charset: "utf8",
  format: "esm",
  legalComments: "inline",
  logLevel: "warning",
  minify: true,
  target: "es2022",
});
