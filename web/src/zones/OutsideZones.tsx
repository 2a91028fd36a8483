import { Link } from "../app/router";
import type { CityLoad } from "../api/types";
import { formatPower } from "../format/number";

/** The meters that are in no zone's load, each with its own. */
export function OutsideZones({ data }: { data: CityLoad }) {
    if (data.outsideZones.length === 0) return null;
    return (
        <span data-testid="outside-zones">
            In no zone, and so in no zone's load nor the city's:{" "}
            {data.outsideZones.map((meter, index) => (
                <span key={meter.seriesId}>
                    {index > 0 && ", "}
                    <Link to={`/series/${meter.seriesId}`}>{meter.assetName}</Link>
                    {meter.loadKW !== null && ` (${formatPower(meter.loadKW)})`}
                </span>
            ))}
            .
        </span>
    );
}
