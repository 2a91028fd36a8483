import type { Upload } from "../../api/types";
import type { Tone } from "../../ui/layout";

export const uploadStates: Record<Upload["state"], { tone: Tone; label: string; help: string }> = {
    received: { tone: "info", label: "Received", help: "Nothing of it is stored yet." },
    checked: { tone: "info", label: "Checked", help: "The whole file is sound; nothing of it is stored yet." },
    faulty: { tone: "critical", label: "Faulty", help: "The file has faults; nothing of it was stored." },
    stopped: { tone: "warning", label: "Stopped", help: "The import ended before the file did. What it had stored stays; importing again is safe." },
    imported: { tone: "good", label: "Imported", help: "All readings of the file are stored." },
};
