import { client, type Answer, type Given, type OperationName } from "./client";
import { resources, type ResourceCache } from "./ResourceCache";

/** Operations whose answers are kept. */
export type Read = Extract<OperationName, `GET ${string}`>;

/** The name under which an answer is kept: its operation, and where that is asked. */
export function keyOf<Name extends Read>(name: Name, ...given: Given<Name>): string {
    return `${name} ${client.address(name, ...given)}`;
}

/** Asks again for what is loaded of exactly this. */
export function reload<Name extends Read>(name: Name, ...given: Given<Name>): void {
    resources.refresh(keyOf(name, ...given));
}

/** Every answer of these operations, whatever they were asked with, is out of date. */
export function invalidate(names: Read[], cache: ResourceCache = resources): void {
    cache.invalidate((key) => names.some((name) => key.startsWith(`${name} `)));
}

/** Changes a loaded answer in place. */
export function update<Name extends Read>(cache: ResourceCache, change: (answer: Answer<Name>) => Answer<Name>, name: Name, ...given: Given<Name>): void {
    cache.update(keyOf(name, ...given), change);
}
