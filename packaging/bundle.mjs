// Joins the modules of `dist` into a few files in `dist/bundle`. `dist/main.js` and the files with which threads begin
// load these files. A start then reads some thirty files instead of five hundred, which halves its time. All other
// files in `dist` stay as they are, and work without the bundle. `npm run build` ends with this script.
//   node packaging/bundle.mjs [DIST]
import { rmSync } from "node:fs";
import path from "node:path";
import { rolldown } from "rolldown";

const dist = path.resolve(process.argv[2] ?? "dist");
/** Where the process and its threads begin. A file that is missing here begins without the bundle. */
const entries = [
  "main",
  "ingest/reading/read-worker",
  "runtime/config-thread",
  "runtime/ingest-thread",
  "runtime/render-thread",
];
/** Packages that load files of their own (compiled code, threads, tables), or that are seldom loaded. */
const apart = ["better-sqlite3", "eld", "node-cron", "nodemailer", "pg", "pino", "piscina", "tldts"];
const own = "import.meta.url";

rmSync(path.join(dist, "bundle"), { recursive: true, force: true });
const bundle = await rolldown({
  input: Object.fromEntries(entries.map((name) => [name, path.join(dist, `${name}.js`)])),
  platform: "node",
  external: apart.map((name) => new RegExp(`^${name}(/|$)`)),
  resolve: { alias: { undici$: path.resolve(import.meta.dirname, "undici-parts.mjs") } },
  plugins: [{ name: "addresses", transform: markAddresses, renderChunk: writeAddresses }],
  logLevel: "warn",
  onLog(level, log) {
    throw new Error(`${level}: ${log.message}`);
  },
});
await bundle.write({
  dir: dist,
  format: "esm",
  entryFileNames: "[name].js",
  chunkFileNames: "bundle/[name]-[hash].js",
  minify: false,
});
await bundle.close();

/** A module that asks for its own address, to find files beside it, must get the address that it had. */
function markAddresses(code, id) {
  if (!id.startsWith(dist + path.sep) || !code.includes(own)) return null;
  return code.replaceAll(own, `addressInDist(${JSON.stringify(path.relative(dist, id))})`);
}

function writeAddresses(code, { fileName }) {
  return code.replaceAll(/addressInDist\("([^"]+)"\)/g, (_, file) => {
    const way = path.relative(path.dirname(fileName), file);
    return `new URL(${JSON.stringify(way.startsWith(".") ? way : `./${way}`)}, ${own}).href`;
  });
}
