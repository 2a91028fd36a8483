// The part of node's test modules that is used; Debian has no @types/node.
declare module "node:test" {
    export function test(name: string, body: () => void | Promise<void>): Promise<void>;
    export function beforeEach(body: () => void | Promise<void>): void;
    export function afterEach(body: () => void | Promise<void>): void;
    export const mock: { timers?: unknown };
}
declare module "node:fs" {
    export function readFileSync(path: string, encoding: "utf8"): string;
    export function readdirSync(path: string): string[];
    export function statSync(path: string): { isDirectory(): boolean };
}
declare module "node:child_process" {
    export function spawnSync(program: string, given: string[], options: { cwd: string; encoding: "utf8" }): { status: number | null; stdout: string; stderr: string };
}
declare const process: { execPath: string };
/** Where the bundled tests are: two folders below web/. */
declare const __dirname: string;
declare module "node:assert/strict" {
    interface Assert {
        (value: unknown, message?: string): asserts value;
        equal(actual: unknown, expected: unknown, message?: string): void;
        deepEqual(actual: unknown, expected: unknown, message?: string): void;
        ok(value: unknown, message?: string): asserts value;
        match(text: string, pattern: RegExp, message?: string): void;
        doesNotMatch(text: string, pattern: RegExp, message?: string): void;
        rejects(promise: Promise<unknown>, check?: (error: Error) => boolean): Promise<void>;
    }
    const assert: Assert;
    export default assert;
}
declare module "react-dom/test-utils" {
    export function act(action: () => void | Promise<unknown>): Promise<void>;
}
