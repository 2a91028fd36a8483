export type Theme = "light" | "dark" | "system";

const key = "urbangrid.theme";

export function storedTheme(): Theme {
    try {
        const value = localStorage.getItem(key);
        return value === "light" || value === "dark" ? value : "system";
    } catch {
        return "system";
    }
}

/** `system` leaves the choice to prefers-color-scheme. */
export function applyTheme(theme: Theme): void {
    if (theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
}

export function storeTheme(theme: Theme): void {
    applyTheme(theme);
    try {
        if (theme === "system") localStorage.removeItem(key);
        else localStorage.setItem(key, theme);
    } catch {
        // Without storage the choice holds until the page is closed.
    }
    window.dispatchEvent(new Event("urbangrid:theme"));
}

/** Calls back whenever colours change: the toggle, or the system's setting. */
export function onThemeChange(listener: () => void): () => void {
    const media = window.matchMedia?.("(prefers-color-scheme: dark)");
    window.addEventListener("urbangrid:theme", listener);
    media?.addEventListener?.("change", listener);
    return () => {
        window.removeEventListener("urbangrid:theme", listener);
        media?.removeEventListener?.("change", listener);
    };
}
