import { Link } from "../app/router";
import type { ZoneSummary } from "../api/types";
import { LoadBar } from "../ui/LoadBar";

export function ZoneRanking({ zones }: { zones: ZoneSummary[] }) {
    const ranked = [...zones].sort((a, b) => (b.loading ?? -1) - (a.loading ?? -1)).slice(0, 10);
    return (
        <table data-testid="zone-ranking">
            <caption className="visually-hidden">Zones by loading, highest first</caption>
            <thead className="visually-hidden">
                <tr>
                    <th scope="col">Zone</th>
                    <th scope="col">Loading</th>
                </tr>
            </thead>
            <tbody>
                {ranked.map((zone) => (
                    <tr key={zone.id}>
                        <th scope="row">
                            <Link to={`/zones/${zone.id}`}>{zone.code} · {zone.name}</Link>
                        </th>
                        <td>
                            <LoadBar loading={zone.loading} peak90={zone.nextPeak?.loading90 ?? null} />
                        </td>
                    </tr>
                ))}
            </tbody>
        </table>
    );
}
