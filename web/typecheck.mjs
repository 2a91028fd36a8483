// Runs tsc over src and test without emitting, with the configuration that fits where the packages come from.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { hasNodeModules, resolvePackage, webRoot } from "./toolchain.mjs";

const tsc = join(dirname(resolvePackage("typescript")), "tsc.js");
const project = join(webRoot, hasNodeModules ? "tsconfig.json" : "tsconfig.debian.json");
const result = spawnSync(process.execPath, [tsc, "--project", project, ...process.argv.slice(2)], { stdio: "inherit" });
if (result.status === 0) console.log("typecheck: no errors");
process.exit(result.status ?? 1);
