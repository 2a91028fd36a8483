/** The pages of the Data area, as its tabs name them. */
export const dataSections = [
    { to: "/data/import", label: "Import" },
    { to: "/data/balance", label: "Balance" },
];
