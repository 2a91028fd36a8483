import { useState } from "react";
import { useOptionalCity } from "../city/CityContext";
import { Icon } from "../ui/Icon";
import { Link } from "./router";

const key = "urbangrid.demoNoticeClosed";

/** How many of the server's notices, the most important first, have their title in the banner. */
const shown = 2;

/** What is real in the demo and what is ours, in the server's words. It can be put away; About the data keeps saying it. */
export function DemoNotice() {
    const demo = useOptionalCity()?.city.demo;
    const [isClosed, setClosed] = useState(() => sessionStorage.getItem(key) === "yes");
    if (!demo || isClosed) return null;
    const close = () => {
        sessionStorage.setItem(key, "yes");
        setClosed(true);
    };
    return (
        <aside className="demo-notice" aria-label="About this demo">
            <p>
                <strong>{demo.title}.</strong> {demo.notices.slice(0, shown).map((notice) => `${notice.title}. `)}
                <Link to="/about">What is real and what is not</Link>
            </p>
            <button type="button" className="icon-button" aria-label="Close this notice" onClick={close}>
                <Icon name="close" size={16} />
            </button>
        </aside>
    );
}
