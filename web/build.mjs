// Builds web/dist: hashed, minified assets with external source maps, index.html and a size report.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { clientFiles } from "./scripts/clientFiles.mjs";
import { loadPackage, sharedBuildOptions, webRoot } from "./toolchain.mjs";

const budget = 200 * 1024;
const started = Date.now();
const dist = join(webRoot, "dist");
const esbuild = loadPackage("esbuild");

rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, "assets"), { recursive: true });

const common = {
    ...sharedBuildOptions(),
    outdir: join(dist, "assets"),
    entryNames: "[name].[hash]",
    chunkNames: "[name].[hash]",
    assetNames: "[name].[hash]",
    minify: true,
    sourcemap: true,
    metafile: true,
    legalComments: "linked",
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
};
const app = await esbuild.build({
    ...common,
    entryPoints: { app: join(webRoot, "src/app/main.tsx"), style: join(webRoot, "src/styles/main.css") },
    format: "esm",
    splitting: true,
});
// A blocking script of a few lines: sets the stored theme before the first paint, without inline code.
const theme = await esbuild.build({ ...common, entryPoints: { theme: join(webRoot, "src/app/themeBoot.ts") }, format: "iife" });

const outputs = { ...app.metafile.outputs, ...theme.metafile.outputs };
const named = (prefix, suffix) => {
    const found = Object.keys(outputs).map((path) => basename(path)).find((name) => name.startsWith(prefix) && name.endsWith(suffix));
    if (!found) throw new Error(`The build made no ${prefix}*${suffix}`);
    return found;
};
const script = named("app.", ".js");
const style = named("style.", ".css");
const themeScript = named("theme.", ".js");
const fonts = Object.keys(outputs).map((path) => basename(path)).filter((name) => name.endsWith(".woff2"));
const preloadFonts = fonts.filter((name) => name.startsWith("inter-400") || name.startsWith("inter-600"));

// First load: what index.html names, what the entry imports statically, and the fonts that are used at once.
const firstLoad = new Set(["../index.html", style, themeScript, ...fonts]);
const follow = (name) => {
    if (firstLoad.has(name)) return;
    firstLoad.add(name);
    const entry = Object.entries(outputs).find(([path]) => basename(path) === name);
    for (const item of entry?.[1].imports ?? []) if (item.kind === "import-statement") follow(basename(item.path));
};
follow(script);

const html = readFileSync(join(webRoot, "src/index.html"), "utf8")
    .replace("<!-- head -->", [
        ...preloadFonts.map((name) => `<link rel="preload" href="/assets/${name}" as="font" type="font/woff2" crossorigin>`),
        `<link rel="stylesheet" href="/assets/${style}">`,
        `<script src="/assets/${themeScript}"></script>`,
        `<script type="module" src="/assets/${script}"></script>`,
        // Without it the browser learns of these only when it has read the entry.
        ...[...firstLoad].filter((name) => name.endsWith(".js") && name !== script && name !== themeScript).map((name) => `<link rel="modulepreload" href="/assets/${name}">`),
    ].join("\n    "));
writeFileSync(join(dist, "index.html"), html);
cpSync(join(webRoot, "src/assets/favicon.svg"), join(dist, "favicon.svg"));
cpSync(join(webRoot, "src/assets/fonts/LICENSE-OFL.txt"), join(dist, "assets", "inter-LICENSE-OFL.txt"));

// What the Developers page offers for download.
mkdirSync(join(dist, "client"));
for (const [name, text] of Object.entries(clientFiles())) writeFileSync(join(dist, "client", name), text);

// The server sends these to every browser that takes gzip; it compresses nothing itself.
for (const name of [join("..", "index.html"), join("..", "favicon.svg"), ...Object.keys(outputs).map((path) => basename(path))]) {
    if (!/\.(js|css|html|svg)$/.test(name)) continue;
    const path = join(dist, "assets", name);
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
}

let total = 0;
for (const name of firstLoad) {
    const bytes = readFileSync(join(dist, "assets", name));
    const size = name.endsWith(".woff2") ? bytes.length : gzipSync(bytes, { level: 9 }).length;
    total += size;
    console.log(`${(size / 1024).toFixed(1).padStart(8)} KB  ${basename(name)}`);
}
for (const [path] of Object.entries(outputs)) {
    const name = basename(path);
    if (firstLoad.has(name) || !name.endsWith(".js")) continue;
    const size = gzipSync(readFileSync(join(dist, "assets", name)), { level: 9 }).length;
    console.log(`${(size / 1024).toFixed(1).padStart(8)} KB  ${name} (on demand)`);
}
console.log(`First load ${(total / 1024).toFixed(1)} KB gzipped of ${budget / 1024} KB; built in ${Date.now() - started} ms`);
if (total > budget) {
    console.error("The first load is over its budget.");
    process.exit(1);
}
