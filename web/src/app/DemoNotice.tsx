import { useState } from "react";
import { useCity } from "../city/CityContext";
import { Icon } from "../ui/Icon";
import { Link } from "./router";

const key = "urbangrid.demoNoticeClosed";

/** What is real in the demo and what is ours. It can be put away; the header and About the data keep saying it. */
export function DemoNotice() {
    const { city } = useCity();
    const [isClosed, setClosed] = useState(() => sessionStorage.getItem(key) === "yes");
    if (!city.demo || isClosed) return null;
    const close = () => {
        sessionStorage.setItem(key, "yes");
        setClosed(true);
    };
    return (
        <aside className="demo-notice" aria-label="About this demo">
            <p>
                <strong>{city.demo.title}.</strong> Real meters, real weather, a real network model; which household hangs where is
                ours. Shifted by {city.demo.shiftedByWeeks} weeks. <Link to="/about">What is real and what is not</Link>
            </p>
            <button type="button" className="icon-button" aria-label="Close this notice" onClick={close}>
                <Icon name="close" size={16} />
            </button>
        </aside>
    );
}
