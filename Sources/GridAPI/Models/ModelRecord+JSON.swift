import GridModel
package import Operations

extension ModelRecord: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("id", id)
            $0.field("kind", kind)
            $0.field("name", name)
            $0.field("version", version)
            $0.field("status", status.rawValue)
            $0.field("statusReason", statusReason)
            $0.field("losesToBaseline", losesToBaseline)
            $0.field("createdAt", createdAt)
            $0.field("trainedFrom", trained.start)
            $0.field("trainedTo", trained.end)
            $0.field("heldOutFrom", heldOut.start)
            $0.field("heldOutTo", heldOut.end)
            $0.field("dataHash", dataHash)
            $0.field("codeVersion", codeVersion)
            $0.field("seed", seed)
            $0.field("parameterCount", parameterCount)
            $0.field("trainingSeconds", trainingSeconds)
            $0.array("lossCurve", lossCurve) { point, json in
                json.object {
                    $0.field("epoch", point.epoch)
                    $0.field("training", point.training)
                    $0.field("validation", point.validation)
                }
            }
            $0.field("scores", scores)
            $0.field("perZone", perZone)
        }
    }
}

extension ModelScore: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("name", name)
            $0.field("unit", unit)
            $0.field("model", model)
            $0.field("baseline", baseline)
            $0.field("baselineName", baselineName)
            $0.field("betterIs", betterIs.rawValue)
            $0.field("target", target)
        }
    }
}

extension ZoneModelScore: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("zoneId", zone)
            $0.field("mae", mae)
            $0.field("nmaePercent", nmaePercent)
            $0.field("baselineMae", baselineMAE)
            $0.field("baselineNmaePercent", baselineNMAEPercent)
            $0.field("coverage80Percent", coverage80Percent)
        }
    }
}
