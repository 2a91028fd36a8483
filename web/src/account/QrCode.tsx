import { useMemo } from "react";
import { qrModules } from "./qrModules";

/** Modules of light around it, which readers need. */
const quiet = 4;

/** A QR code, dark on white in either colour scheme: many readers do not take the reverse. */
export function QrCode({ text, label }: { text: string; label: string }) {
    const { size, path } = useMemo(() => {
        const modules = qrModules(text);
        // A run of dark modules in a row is one rectangle.
        const runs = modules.map((row, y) => row.map((isDark) => (isDark ? "1" : "0")).join("")
            .replace(/0+|1+/g, (run, x: number) => (run.startsWith("1") ? `M${x + quiet} ${y + quiet}h${run.length}v1h-${run.length}z` : "")));
        return { size: modules.length + 2 * quiet, path: runs.join("") };
    }, [text]);
    return (
        <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
            <rect width={size} height={size} fill="#fff" />
            <path d={path} fill="#000" />
        </svg>
    );
}
