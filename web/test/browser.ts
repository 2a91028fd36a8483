import { JSDOM } from "jsdom";

/** A page in jsdom, made before React is loaded; the browser's own time zone is Tokyo's (see test.mjs). */
const dom = new JSDOM('<!doctype html><div id="app"></div>', { url: "http://localhost/", pretendToBeVisual: true });
const scope = globalThis as unknown as Record<string, unknown>;
for (const name of ["window", "document", "HTMLElement", "Element", "Node", "Event", "MouseEvent", "KeyboardEvent", "localStorage", "sessionStorage", "getComputedStyle", "requestAnimationFrame"]) {
    scope[name] = name === "window" ? dom.window : (dom.window as unknown as Record<string, unknown>)[name];
}
scope["IS_REACT_ACT_ENVIRONMENT"] = true;
dom.window.scrollTo = () => undefined;
