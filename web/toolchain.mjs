// Finds the build's packages either in node_modules (npm users) or where Debian's packages put them.
import { execFileSync } from "node:child_process";
import { appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const webRoot = dirname(fileURLToPath(import.meta.url));
export const hasNodeModules = existsSync(join(webRoot, "node_modules", "react"));

/** Debian's module folders; the second is architecture dependent (esbuild is a native program). */
export const nodePaths = hasNodeModules
    ? []
    : ["/usr/share/nodejs", ...debianArchitectureFolders(), ...(process.env.NODE_PATH ?? "").split(":").filter(Boolean)];

function debianArchitectureFolders() {
    const root = "/usr/lib";
    if (!existsSync(root)) return [];
    return readdirSync(root)
        .filter((name) => name.endsWith("-linux-gnu"))
        .map((name) => join(root, name, "nodejs"))
        .filter(existsSync);
}

/** Resolves `name` from node_modules first, then from Debian's folders. */
export function resolvePackage(name) {
    const anchors = [webRoot, ...nodePaths.map((path) => join(path, ".."))];
    const resolver = createRequire(join(webRoot, "package.json"));
    try {
        return resolver.resolve(name, { paths: [...anchors, ...nodePaths] });
    } catch {
        for (const path of nodePaths) {
            if (existsSync(join(path, name))) return createRequire(join(path, "_.js")).resolve(join(path, name));
        }
    }
    throw new Error(
        `The package "${name}" was not found. Install it with npm (cd web && npm install) or from Debian:\n` +
            "  apt-get install --no-install-recommends nodejs esbuild node-typescript node-react node-react-dom \\\n" +
            "    node-csstype node-prop-types node-jsdom node-undici libjs-leaflet node-leaflet node-qrcode-generator python3-pip",
    );
}

export function loadPackage(name) {
    // Debian's esbuild looks for its native program by NODE_PATH only; say where it is.
    if (name === "esbuild" && !hasNodeModules && existsSync("/usr/bin/esbuild")) {
        process.env.ESBUILD_BINARY_PATH ??= "/usr/bin/esbuild";
    }
    return createRequire(join(webRoot, "package.json"))(resolvePackage(name));
}

/**
 * uPlot as `{ script, css }`: npm's package where there is one, else the files of the PyPI wheel `uplot-python`
 * (pinned by hash), fetched once into .cache and given the export that its browser build lacks.
 */
export function uplotFiles() {
    const installed = join(webRoot, "node_modules", "uplot", "dist");
    if (existsSync(installed)) return { script: join(installed, "uPlot.esm.js"), css: join(installed, "uPlot.min.css") };
    const cache = join(webRoot, ".cache", "uplot");
    const files = { script: join(cache, "uPlot.mjs"), css: join(cache, "uPlot.min.css") };
    if (existsSync(files.script) && existsSync(files.css)) return files;

    const download = join(webRoot, ".cache", "uplot-download");
    rmSync(download, { recursive: true, force: true });
    mkdirSync(download, { recursive: true });
    mkdirSync(cache, { recursive: true });
    const python = process.env.PYTHON ?? "python3";
    const requirements = join(webRoot, "uplot.requirements.txt");
    execFileSync(
        python,
        ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary", ":all:",
            "--require-hashes", "-r", requirements, "-d", download],
        { stdio: ["ignore", "ignore", "inherit"] },
    );
    const wheel = readdirSync(download).find((name) => name.endsWith(".whl"));
    if (!wheel) throw new Error("pip downloaded no wheel of uplot-python");
    execFileSync(python, ["-m", "zipfile", "-e", join(download, wheel), download]);
    copyFileSync(join(download, "uplot", "static", "uPlot.min.css"), files.css);
    copyFileSync(join(download, "uplot", "static", "uPlot.iife.js"), files.script);
    appendFileSync(files.script, "\nexport default uPlot;\n");
    rmSync(download, { recursive: true, force: true });
    return files;
}

/** What every bundle of ours shares, for the browser and for tests. */
export function sharedBuildOptions() {
    const uplot = uplotFiles();
    return {
        bundle: true,
        absWorkingDir: webRoot,
        nodePaths,
        jsx: "automatic",
        target: ["es2021", "chrome100", "firefox100", "safari15"],
        loader: { ".woff2": "file", ".svg": "file", ".png": "empty" },
        plugins: [
            {
                name: "vendored-files",
                setup(build) {
                    build.onResolve({ filter: /^uplot$/ }, () => ({ path: uplot.script }));
                    build.onResolve({ filter: /^uplot\.css$/ }, () => ({ path: uplot.css }));
                    build.onResolve({ filter: /^leaflet\.css$/ }, () => ({
                        path: join(dirname(resolvePackage("leaflet")), "leaflet.css"),
                    }));
                },
            },
        ],
    };
}

export function readText(path) {
    return readFileSync(path, "utf8");
}
