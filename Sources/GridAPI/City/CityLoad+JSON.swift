import GridModel
package import Operations

extension CityLoad: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("unit", "kW")
            $0.field("intervalSeconds", 3600)
            $0.field("from", span.start)
            $0.field("to", span.end)
            $0.field("zones", zones)
            $0.field("isDownsampled", isDownsampled)
            $0.object("columns") {
                $0.array("start", hours) { $1.integer($0.start.secondsSinceEpoch) }
                $0.array("loadKW", hours) { $1.number($0.loadKW) }
                $0.array("zonesReporting", hours) { $1.integer(Int64($0.zonesReporting)) }
                $0.array("zonesEstimated", hours) { $1.integer(Int64($0.zonesEstimated)) }
            }
            $0.array("outsideZones", outsideZones) { meter, json in
                json.object {
                    $0.field("seriesId", meter.series)
                    $0.field("assetKind", meter.assetKind)
                    $0.field("assetId", meter.assetID)
                    $0.field("assetName", meter.assetName)
                    $0.field("loadKW", meter.loadKW)
                    $0.field("loadAt", meter.loadAt)
                }
            }
        }
    }
}
