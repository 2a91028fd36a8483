export function Method({ method }: { method: string }) {
    return <span className={`method method-${method.toLowerCase()}`}>{method === "DELETE" ? "DEL" : method}</span>;
}
