import { readdirSync, readFileSync, statSync } from "node:fs";
import type { OpenApiDocument } from "../../src/developers/description/ApiDescription";

/** The web app's folder, from where the bundled tests lie. */
export const webFolder = `${__dirname}/../..`;

export function openApi(): OpenApiDocument {
    return JSON.parse(readFileSync(`${webFolder}/../Sources/GridAPI/OpenAPI/openapi.json`, "utf8")) as OpenApiDocument;
}

/** Path below `src` and text of every source file. */
export function sources(folder = `${webFolder}/src`, below = ""): { path: string; text: string }[] {
    return readdirSync(folder).flatMap((name) => {
        const path = `${folder}/${name}`;
        if (statSync(path).isDirectory()) return sources(path, `${below}${name}/`);
        return /\.tsx?$/.test(name) ? [{ path: below + name, text: readFileSync(path, "utf8") }] : [];
    });
}
