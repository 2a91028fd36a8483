export interface SortColumn<Row> {
    key: string;
    label: string;
    value: (row: Row) => number | string | null;
    numeric?: boolean;
}

/** Rows in the order that the URL's `sort` asks for (`load`, `-load`); rows without a value come last either way. */
export function sorted<Row>(rows: Row[], columns: SortColumn<Row>[], query: URLSearchParams, standard: string, descending: boolean): Row[] {
    const { key, isDescending } = sortOf(query, standard, descending);
    const column = columns.find((candidate) => candidate.key === key) ?? columns[0];
    if (!column) return rows;
    return [...rows].sort((a, b) => {
        const left = column.value(a);
        const right = column.value(b);
        if (left === null) return right === null ? 0 : 1;
        if (right === null) return -1;
        const order = typeof left === "number" && typeof right === "number" ? left - right : String(left).localeCompare(String(right), "en", { numeric: true });
        return isDescending ? -order : order;
    });
}

function sortOf(query: URLSearchParams, standard: string, descending: boolean): { key: string; isDescending: boolean } {
    const asked = query.get("sort");
    if (!asked) return { key: standard, isDescending: descending };
    return { key: asked.replace(/^-/, ""), isDescending: asked.startsWith("-") };
}

interface SortableHeaderProps<Row> {
    columns: SortColumn<Row>[];
    query: URLSearchParams;
    change: (changes: Record<string, string | null>) => void;
    standard: string;
    descending: boolean;
    /** Columns that cannot be sorted, put in at one place. */
    extra?: string[];
    extraAt?: number;
}

export function SortableHeader<Row>({ columns, query, change, standard, descending, extra = [], extraAt = columns.length }: SortableHeaderProps<Row>) {
    const { key, isDescending } = sortOf(query, standard, descending);
    const cell = (column: SortColumn<Row>) => {
        const isSorted = column.key === key;
        const next = isSorted ? (isDescending ? column.key : `-${column.key}`) : column.numeric ? `-${column.key}` : column.key;
        return (
            <th key={column.key} scope="col" className={column.numeric ? "num" : undefined} aria-sort={isSorted ? (isDescending ? "descending" : "ascending") : undefined}>
                <button type="button" onClick={() => change({ sort: next })}>{column.label}</button>
            </th>
        );
    };
    return (
        <thead>
            <tr>
                {columns.slice(0, extraAt).map(cell)}
                {extra.map((label) => <th key={label} scope="col">{label}</th>)}
                {columns.slice(extraAt).map(cell)}
            </tr>
        </thead>
    );
}
