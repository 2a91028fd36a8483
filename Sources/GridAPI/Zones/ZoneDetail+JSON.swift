import GridModel
package import Operations

extension ZoneDetail: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            summary.writeMembers(to: &$0)
            $0.field("geometry", GeoJSONGeometry(.area(area)))
            $0.field("loadPoints", loadPoints)
            $0.field("generators", generators)
            $0.field("lines", lines)
            $0.field("lengthKm", lengthKm)
            $0.object("series") {
                $0.field("load", loadSeries)
                $0.field("consumption", consumptionSeries)
                $0.field("generation", generationSeries)
            }
            $0.array("weatherSeries", weatherSeries) { series, json in
                json.object {
                    $0.field("id", series.id)
                    $0.field("quantity", series.quantity)
                    $0.field("unit", series.quantity.unit)
                    $0.field("name", series.name)
                }
            }
        }
    }
}
