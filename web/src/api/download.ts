import type { Read } from "./cached";
import { ask, client, type Answer, type Given } from "./client";

/** Operations that answer with a file. */
type FileRead = { [Name in Read]: Answer<Name> extends Response ? Name : never }[Read];

/** Has the browser fetch a file of the API. The session is looked at first: a refusal would be a broken file. Throws ApiError. */
export async function download<Name extends FileRead>(name: Name, ...given: Given<Name>): Promise<void> {
    await ask("GET /me");
    startDownload(client.address(name, ...given), "");
}

/** Gives text to the browser as a file. */
export function downloadText(text: string, name: string): void {
    const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    startDownload(url, name);
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function startDownload(href: string, name: string): void {
    const link = document.createElement("a");
    link.href = href;
    link.download = name;
    link.click();
}
