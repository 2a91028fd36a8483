import { useState } from "react";
import { Icon } from "../ui/Icon";
import { storedTheme, storeTheme, type Theme } from "./theme";

const order: Theme[] = ["system", "light", "dark"];
const names: Record<Theme, string> = { system: "as the system", light: "light", dark: "dark" };
const icons: Record<Theme, string> = { system: "system", light: "sun", dark: "moon" };

export function ThemeToggle() {
    const [theme, setTheme] = useState<Theme>(storedTheme);
    const next = order[(order.indexOf(theme) + 1) % order.length] ?? "system";
    const choose = () => {
        storeTheme(next);
        setTheme(next);
    };
    return (
        <button type="button" className="icon-button" onClick={choose} title={`Colours: ${names[theme]}`}
            aria-label={`Colours: ${names[theme]}. Change to ${names[next]}.`}>
            <Icon name={icons[theme]} />
        </button>
    );
}
