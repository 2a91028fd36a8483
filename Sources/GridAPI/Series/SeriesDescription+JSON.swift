import GridModel
package import Operations

extension SeriesDescription: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("id", series.id)
            $0.field("name", series.name)
            $0.field("externalName", series.externalName)
            $0.field("assetKind", series.subject.kind)
            $0.field("assetId", series.subject.id)
            $0.field("assetName", assetName)
            $0.field("zoneId", series.zone)
            $0.field("quantity", series.quantity)
            $0.field("unit", series.quantity.unit)
            $0.field("intervalSeconds", series.intervalSeconds)
            $0.field("isDerived", series.isDerived)
            $0.field("firstReadingAt", firstReadingAt)
            $0.field("lastReadingAt", lastReadingAt)
            $0.field("readingCount", readingCount)
        }
    }
}
