// Bundles each test/*.test.ts(x) to CommonJS and runs them with node --test; ends with its TAP summary ("# pass N").
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { loadPackage, nodePaths, sharedBuildOptions, webRoot } from "./toolchain.mjs";

const filter = process.argv[2] ?? "";
const sources = readdirSync(join(webRoot, "test"))
    .filter((name) => /\.test\.tsx?$/.test(name) && name.includes(filter))
    .sort();
if (sources.length === 0) {
    console.error(`No test file matches "${filter}".`);
    process.exit(1);
}
const out = join(webRoot, ".cache", "test");
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

await loadPackage("esbuild").build({
    ...sharedBuildOptions(),
    entryPoints: sources.map((name) => join(webRoot, "test", name)),
    outdir: out,
    outExtension: { ".js": ".cjs" },
    platform: "node",
    format: "cjs",
    target: "node18",
    external: ["react", "react-dom", "react-dom/*", "react/*", "jsdom", "leaflet"],
    define: { "process.env.NODE_ENV": '"test"' },
    sourcemap: "inline",
    logLevel: "warning",
});

const files = sources.map((name) => join(out, name.replace(/\.tsx?$/, ".cjs")));
const result = spawnSync(process.execPath, ["--enable-source-maps", "--test", "--test-reporter=tap", ...files], {
    stdio: "inherit",
    env: { ...process.env, NODE_PATH: nodePaths.join(":"), NODE_ENV: "test", TZ: "Asia/Tokyo" },
});
process.exit(result.status ?? 1);
