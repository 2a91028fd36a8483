/** The pages of the Data area, as its tabs name them. */
export const dataSections = [
    { to: "/data/quality", label: "Quality" },
    { to: "/data/findings", label: "Findings" },
    { to: "/data/import", label: "Import" },
    { to: "/data/export", label: "Export" },
    { to: "/data/balance", label: "Balance" },
    { to: "/data/connectors", label: "Connectors" },
    { to: "/data/rules", label: "Rules" },
    { to: "/data/retention", label: "Retention" },
];
