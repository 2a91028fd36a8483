import type { Permission } from "../api/identity";

/** The pages of the Data area, as its tabs name them, and what each asks for. */
export const dataSections: { to: string; label: string; need: Permission }[] = [
    { to: "/data/quality", label: "Quality", need: "grid.read" },
    { to: "/data/findings", label: "Findings", need: "grid.read" },
    { to: "/data/import", label: "Import", need: "readings.write" },
    { to: "/data/export", label: "Export", need: "readings.export" },
    { to: "/data/balance", label: "Balance", need: "grid.read" },
    { to: "/data/connectors", label: "Connectors", need: "grid.read" },
    { to: "/data/rules", label: "Rules", need: "grid.read" },
    { to: "/data/retention", label: "Retention", need: "grid.read" },
];
