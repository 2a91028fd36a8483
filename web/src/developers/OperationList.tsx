import { useEffect, useId, useMemo, useRef, type KeyboardEvent } from "react";
import { apiBase } from "../api/client";
import { Link, useQuery } from "../app/router";
import { Icon } from "../ui/Icon";
import type { ApiDescription, Operation } from "./description/ApiDescription";
import { Method } from "./Method";

/** Operations by their group; a search of several words finds those that have them all. */
export function searchOperations({ groups }: ApiDescription, search: string): ApiDescription["groups"] {
    const words = search.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (operation: Operation) => {
        const text = [operation.method, operation.path, operation.id, operation.tag, operation.summary, operation.description, operation.requires ?? ""].join(" ").toLowerCase();
        return words.every((word) => text.includes(word));
    };
    return groups.map((group) => ({ ...group, operations: group.operations.filter(fits) })).filter(({ operations }) => operations.length > 0);
}

/** All operations, with a search; arrow keys go through them, and a slash comes back to the search. */
export function OperationList({ description, current }: { description: ApiDescription; current: string | null }) {
    const [query, changeQuery] = useQuery();
    const search = query.get("q") ?? "";
    const groups = useMemo(() => searchOperations(description, search), [description, search]);
    const root = useRef<HTMLElement>(null);
    const input = useRef<HTMLInputElement>(null);
    const id = useId();
    const count = groups.reduce((sum, { operations }) => sum + operations.length, 0);
    useEffect(() => {
        const focusSearch = (event: globalThis.KeyboardEvent) => {
            const target = event.target as HTMLElement | null;
            if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || target?.closest("input, textarea, select, dialog, [contenteditable]")) return;
            event.preventDefault();
            input.current?.focus();
        };
        document.addEventListener("keydown", focusSearch);
        return () => document.removeEventListener("keydown", focusSearch);
    }, []);
    useEffect(() => {
        root.current?.querySelector('[aria-current="page"]')?.scrollIntoView?.({ block: "nearest" });
    }, [current]);
    const move = (event: KeyboardEvent) => {
        const links = [...(root.current?.querySelectorAll<HTMLAnchorElement>("a[data-operation]") ?? [])];
        const at = links.indexOf(document.activeElement as HTMLAnchorElement);
        const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: at < 0 ? null : 0, End: at < 0 ? null : links.length - 1 }[event.key] ?? null;
        if (event.key === "Escape" && (at >= 0 || search !== "")) {
            input.current?.focus();
            changeQuery({ q: null });
        } else if (event.key === "Enter" && at < 0) {
            links[0]?.click();
        } else if (target === null) {
            return;
        } else if (target < 0) {
            input.current?.focus();
        } else {
            links[Math.min(target, links.length - 1)]?.focus();
        }
        event.preventDefault();
    };
    const suffix = search ? `?q=${encodeURIComponent(search)}` : "";
    return (
        <nav className="operations" aria-label="Operations" ref={root} onKeyDown={move}>
            <div className="operations-search">
                <label htmlFor={id} className="visually-hidden">Search operations</label>
                <Icon name="search" size={16} />
                <input id={id} ref={input} className="input" type="search" placeholder="Search operations  ( / )" autoComplete="off" value={search} onChange={(event) => changeQuery({ q: event.target.value || null })} />
                <span role="status" className="visually-hidden">{search ? `${count} operations found` : ""}</span>
            </div>
            <div className="operations-list" data-testid="operations">
                {groups.length === 0 && (
                    <p className="operations-none">No operation has all these words. <button type="button" className="link-button" onClick={() => changeQuery({ q: null })}>Show all</button></p>
                )}
                {groups.map(({ tag, description: about, operations }) => (
                    <section key={tag} aria-label={tag}>
                        <h2 title={about}>{tag}</h2>
                        <ul>
                            {operations.map((operation) => (
                                <li key={operation.id}>
                                    <Link data-operation to={`/developers/${encodeURIComponent(operation.id)}${suffix}`} aria-current={operation.id === current ? "page" : undefined}>
                                        <Method method={operation.method} />
                                        <span className="operation-words"><span>{operation.summary || operation.id}</span><code>{operation.path.startsWith(`${apiBase}/`) ? operation.path.slice(apiBase.length) : operation.path}</code></span>
                                    </Link>
                                </li>
                            ))}
                        </ul>
                    </section>
                ))}
            </div>
        </nav>
    );
}
