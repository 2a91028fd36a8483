import GridModel
package import Operations
import Telemetry

extension ReadingsWindow: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("seriesId", series)
            $0.field("unit", quantity.unit)
            $0.field("intervalSeconds", intervalSeconds)
            $0.field("from", span.start)
            $0.field("to", span.end)
            $0.field("sourceCount", sourceCount)
            $0.field("isDownsampled", isDownsampled)
            $0.object("columns") {
                $0.array("start", readings) { $1.integer($0.start.secondsSinceEpoch) }
                $0.array("value", readings) { $1.number($0.value) }
                $0.array("quality", readings) { $1.integer(Int64($0.quality.rawValue)) }
            }
            // The column's numbers are the stored codes, which count up from 0.
            $0.field("qualities", Quality.allCases.map(\.name))
            $0.array("gaps", gaps) { gap, json in
                json.object {
                    $0.field("from", gap.span.start)
                    $0.field("to", gap.span.end)
                    $0.field("missing", gap.missing)
                }
            }
            $0.array("marked", marked) { run, json in
                json.object {
                    $0.field("from", run.span.start)
                    $0.field("to", run.span.end)
                    $0.field("quality", run.quality.name)
                    $0.field("readings", run.readings)
                }
            }
            $0.object("summary") {
                $0.field("min", summary.minimum)
                $0.field("max", summary.maximum)
                $0.field("mean", summary.mean)
                $0.field("sum", summary.sum)
                $0.field("last", summary.last)
            }
        }
    }
}
