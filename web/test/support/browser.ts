import { JSDOM } from "jsdom";

/** A page in jsdom, made before React is loaded; the browser's own time zone is Tokyo's (see test.mjs). */
const dom = new JSDOM('<!doctype html><div id="app"></div>', { url: "http://localhost/", pretendToBeVisual: true });
const page = dom.window as unknown as Record<string, unknown>;
page["matchMedia"] = () => ({ matches: false, addEventListener() {}, removeEventListener() {} });
const scope = globalThis as unknown as Record<string, unknown>;
scope["window"] = page;
for (const name of [
    "document", "HTMLElement", "Element", "Node", "Event", "MouseEvent", "KeyboardEvent", "CustomEvent", "localStorage", "sessionStorage",
    "getComputedStyle", "requestAnimationFrame", "devicePixelRatio", "addEventListener", "removeEventListener", "matchMedia",
]) {
    scope[name] = page[name];
}
// Newer versions of node have a navigator of their own, which can only be replaced this way.
Object.defineProperty(globalThis, "navigator", { value: dom.window.navigator, configurable: true });
scope["IS_REACT_ACT_ENVIRONMENT"] = true;
dom.window.scrollTo = () => undefined;
