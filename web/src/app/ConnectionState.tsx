import { useEffect, useState } from "react";
import { useCity } from "../city/CityContext";
import { formatDuration } from "../format/time";

const words = { connecting: "Connecting", live: "Live", reconnecting: "Reconnecting", stale: "Stale" };

/** Whether the values on screen move by themselves; announced to screen readers when it changes, not every second. */
export function ConnectionState() {
    const { connection } = useCity();
    const [, tick] = useState(0);
    useEffect(() => {
        if (connection.state !== "stale") return;
        const timer = setInterval(() => tick((count) => count + 1), 1000);
        return () => clearInterval(timer);
    }, [connection]);
    const age = connection.state === "stale" ? ` since ${formatDuration((Date.now() - connection.since) / 1000)}` : "";
    return (
        <span className={`connection connection-${connection.state}`} data-testid="connection">
            <span className="connection-dot" aria-hidden="true" />
            <span role="status">{words[connection.state]}</span>
            {age && <span aria-hidden="true">{age}</span>}
        </span>
    );
}
