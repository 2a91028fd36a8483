import GridModel
package import Operations

extension AnomalyRecord: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("id", id)
            $0.field("seriesId", series)
            $0.field("seriesName", seriesName)
            $0.field("assetKind", assetKind)
            $0.field("assetId", assetID)
            $0.field("assetName", assetName)
            $0.field("zoneId", zone)
            $0.field("start", span.start)
            $0.field("end", span.end)
            $0.field("kind", shape.rawValue)
            $0.field("score", score)
            $0.field("threshold", threshold)
            $0.field("actual", actual)
            $0.field("expected", expected)
            $0.field("expectedLow", expectedLow)
            $0.field("expectedHigh", expectedHigh)
            $0.field("unit", unit)
            $0.field("reason", reason)
            $0.field("modelId", model)
            $0.field("detectedAt", detectedAt)
        }
    }
}
