// Bundles css/ and js/ into app/ui/static/dist: names that carry a hash of the content, a manifest
// the server reads, and a .gz beside each file. Browsers: those of the schools' tablets and the city's desks.
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = fileURLToPath(new URL(".", import.meta.url));
const out = fileURLToPath(new URL("../app/ui/static/dist/", import.meta.url));

/** Keeps, of the design tokens, only the ones that our own CSS names. */
const usedTokens = {
  name: "used-tokens",
  setup({ onLoad }) {
    const own = globSync("css/**/*.css", { cwd: here }).map((file) => readFileSync(here + file, "utf8")).join("");
    onLoad({ filter: /design-tokens.*tokens\.css$/ }, ({ path }) => ({
      loader: "css",
      contents: readFileSync(path, "utf8").replace(/^\s*(--[\w-]+):.*$/gm, (line, name) =>
        own.includes(`var(${name})`) ? line : ""),
    }));
  },
};

const { outputFiles } = await build({
  absWorkingDir: here,
  entryPoints: ["css/app.css", "css/pages.css", "css/paper.css", "css/proof.css", "css/shelf.css", "css/lesson.css", "css/door.css", "css/staff.css", "css/media.css", "css/author.css", "css/preview.css", "css/factors.css", "css/family.css", "css/together.css", "css/showcase.css", "js/app.js", "js/media.js", "js/paste.js", "js/author.js", "js/rich.js", "js/passkey.js", "js/matrix.js"],
  bundle: true,
  minify: true,
  write: false,
  outdir: out,
  entryNames: "[name]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
  target: ["safari15.4", "chrome111", "firefox115"],
  format: "iife",
  charset: "utf8",
  legalComments: "none",
  plugins: [usedTokens],
});

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const manifest = {};
for (const { path, contents } of outputFiles) {
  const name = path.split(/[\\/]/).pop();
  if (name.endsWith(".woff2")) { // named by its content already, as the style sheet has it; packed as it is
    writeFileSync(out + name, contents);
    console.log(`${name}  ${(contents.length / 1024).toFixed(1)} KB`);
    continue;
  }
  const hash = createHash("sha256").update(contents).digest("hex").slice(0, 10);
  const file = name.replace(/(\.\w+)$/, `-${hash}$1`);
  const packed = gzipSync(contents, { level: 9 });
  writeFileSync(out + file, contents);
  writeFileSync(`${out}${file}.gz`, packed);
  manifest[name] = file;
  console.log(`${file}  ${(packed.length / 1024).toFixed(1)} KB gz`);
}
writeFileSync(out + "manifest.json", JSON.stringify(manifest, null, 1) + "\n");
