// Builds the bundle that Home Assistant serves. Usage: node build.js [output file]

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const folder = fileURLToPath(new URL(".", import.meta.url));
const output = process.argv[2] ?? "../custom_components/telepo/frontend/telepo-card.js";

await build({
  absWorkingDir: folder,
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
