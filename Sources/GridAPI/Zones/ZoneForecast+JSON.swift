import GridModel
package import Operations

extension ZoneForecast: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("zoneId", zone)
            $0.field("unit", "kW")
            $0.field("intervalSeconds", 3600)
            $0.field("run", run)
            $0.array("points", points) { point, json in json.object { point.writeMembers(to: &$0) } }
            $0.object("baseline") {
                $0.field("name", baselineName)
                $0.array("points", baseline) { point, json in
                    json.object {
                        $0.field("start", point.start)
                        $0.field("value", point.value)
                    }
                }
            }
            $0.array("past", past) { point, json in
                json.object {
                    point.quantiles.writeMembers(to: &$0)
                    $0.field("issuedAt", point.issuedAt)
                    $0.field("isBackfilled", point.isBackfilled)
                }
            }
            $0.field("score", score)
        }
    }
}

extension QuantilePoint {
    func writeMembers(to json: inout JSONWriter) {
        json.field("start", start)
        json.field("p10", p10)
        json.field("p50", p50)
        json.field("p90", p90)
    }
}

extension ForecastRunDescription: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("id", id)
            $0.field("issuedAt", issuedAt)
            $0.field("modelId", model)
            $0.field("modelName", modelName)
            $0.field("modelKind", modelKind)
            $0.field("version", version)
            $0.field("isFallback", isFallback)
            $0.field("fallbackReason", fallbackReason)
            $0.field("trigger", trigger.rawValue)
            $0.field("isBackfilled", isBackfilled)
        }
    }
}

extension ForecastScore: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("windowHours", windowHours)
            $0.field("scoredHours", scoredHours)
            $0.field("mae", mae)
            $0.field("nmaePercent", nmaePercent)
            $0.field("coverage80Percent", coverage80Percent)
            $0.field("baselineMae", baselineMAE)
            $0.field("skillPercent", skillPercent)
        }
    }
}
