import { useCity } from "../city/CityContext";
import { formatCount } from "../format/number";
import { epoch, formatDate, formatDateTime } from "../format/time";
import { Card, Facts, Page } from "../ui/layout";
import { Empty } from "../ui/states";

export function AboutPage() {
    const { city, clock } = useCity();
    const { counts, demo } = city;
    const day = (iso: string) => formatDate(city.timeZone, epoch(iso));
    return (
        <Page title="About the data" lead={demo ? demo.title : city.name}>
            <div className="stack">
                <div className="columns">
                    <Card title="What is in here">
                        <Facts items={[
                            ["Zones", formatCount(counts.zones)], ["Feeders", formatCount(counts.feeders)], ["Load points", formatCount(counts.loadPoints)],
                            ["Generators", formatCount(counts.generators)], ["Transformers", formatCount(counts.transformers)], ["Lines", formatCount(counts.lines)],
                            ["Series", formatCount(counts.series)], ["Readings", formatCount(counts.readings)],
                        ]} />
                    </Card>
                    {demo && (
                        <Card title="Time">
                            <Facts items={[
                                ["Shown later by", `${demo.shiftedByWeeks} weeks`],
                                ["Recorded", `${day(demo.sourceStart)} – ${day(demo.sourceEnd)}`],
                                ["Replay ends", formatDateTime(city.timeZone, epoch(demo.replayEndsAt), { year: true })],
                                ["Replay speed", `×${clock.speed}`],
                                ["Time zone", city.timeZone],
                                ["Latest reading", city.clock.latestReadingAt ? formatDateTime(city.timeZone, epoch(city.clock.latestReadingAt), { year: true }) : "none"],
                            ]} />
                        </Card>
                    )}
                </div>
                {demo && (
                    <Card title="What is real and what is ours">
                        <div className="notices">
                            {demo.notices.map((notice) => (
                                <div key={notice.title}>
                                    <h3>{notice.title}</h3>
                                    <p>{notice.text}</p>
                                </div>
                            ))}
                        </div>
                    </Card>
                )}
                {demo && <Faults />}
                {demo && (
                    <Card title="Licences" flush>
                        <div className="table-scroll" tabIndex={0} role="region" aria-label="Licences">
                            <table>
                                <caption className="visually-hidden">Licences of the data</caption>
                                <thead><tr><th scope="col">Data</th><th scope="col">Licence</th><th scope="col">Attribution</th></tr></thead>
                                <tbody>
                                    {demo.licences.map((licence) => (
                                        <tr key={licence.name}>
                                            <th scope="row"><a href={licence.url} rel="noreferrer">{licence.name}</a></th>
                                            <td>{licence.licence}</td>
                                            <td>{licence.attribution}</td>
                                        </tr>
                                    ))}
                                </tbody>
                            </table>
                        </div>
                    </Card>
                )}
                <Card title="Access"><p>{city.access.note}</p></Card>
            </div>
        </Page>
    );
}

function Faults() {
    const { city } = useCity();
    const faults = city.demo?.faults ?? [];
    const when = (iso: string) => formatDateTime(city.timeZone, epoch(iso), { year: true });
    return (
        <Card title="Faults put in on purpose" note="so that the detector has something to find" flush>
            {faults.length === 0 ? <Empty title="None" /> : (
                <div className="table-scroll" tabIndex={0} role="region" aria-label="Injected faults">
                    <table>
                        <caption className="visually-hidden">Injected faults</caption>
                        <thead><tr><th scope="col">Asset</th><th scope="col">Kind</th><th scope="col">From</th><th scope="col">To</th><th scope="col">What</th></tr></thead>
                        <tbody>
                            {faults.map((fault) => (
                                <tr key={fault.asset + fault.start}>
                                    <th scope="row">{fault.asset}</th>
                                    <td>{fault.kind}</td>
                                    <td className="nowrap">{when(fault.start)}</td>
                                    <td className="nowrap">{when(fault.end)}</td>
                                    <td>{fault.description}</td>
                                </tr>
                            ))}
                        </tbody>
                    </table>
                </div>
            )}
        </Card>
    );
}
