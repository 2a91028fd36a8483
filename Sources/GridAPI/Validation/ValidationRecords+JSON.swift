import GridModel
package import Operations

extension RulesRecord: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("quantity", quantity)
            $0.field("version", version)
            $0.field("changedAt", changedAt)
            $0.field("changedBy", changedBy)
            $0.array("rules", rules) { rule, json in
                json.object {
                    $0.field("kind", rule.kind)
                    $0.field("isEnabled", rule.isEnabled)
                    $0.array("parameters", rule.parameters.sorted { $0.key < $1.key }) { parameter, json in
                        json.object {
                            $0.field("name", parameter.key)
                            $0.field("value", parameter.value)
                        }
                    }
                    $0.field("origin", rule.origin)
                }
            }
        }
    }
}

extension VEESettings: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("isEstimating", isEstimating)
            $0.field("zonesNotEstimated", zonesNotEstimated)
            $0.field("linearHours", linearHours)
            $0.field("longestHours", longestHours)
            $0.field("graceHours", graceHours)
            $0.field("lateMinutes", lateMinutes)
        }
    }
}

extension FindingRecord: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("id", id)
            $0.field("seriesId", series)
            $0.field("seriesName", seriesName)
            $0.field("assetName", assetName)
            $0.field("zoneId", zone)
            $0.field("quantity", quantity)
            $0.field("kind", kind)
            $0.field("rule", rule)
            $0.field("start", span.start)
            $0.field("end", span.end)
            $0.field("value", value)
            $0.field("limit", limit)
            $0.field("detail", detail)
            $0.field("ruleVersion", ruleVersion)
            $0.field("foundAt", foundAt)
            $0.field("state", state)
            $0.field("stateChangedAt", stateChangedAt)
            $0.field("note", note)
        }
    }
}

extension EditRecord: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("id", id)
            $0.field("seriesId", series)
            $0.field("kind", kind)
            $0.field("start", span.start)
            $0.field("end", span.end)
            $0.field("method", method)
            $0.field("reason", reason)
            $0.field("actor", actor)
            $0.field("requestId", requestID)
            $0.field("madeAt", madeAt)
            $0.field("valueCount", valueCount)
            $0.field("beforeCount", beforeCount)
            $0.field("reverts", reverts)
            $0.field("revertedBy", revertedBy)
        }
    }
}

extension EditOutcome: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("edit", edit)
            $0.array("changes", changes) { change, json in
                json.object {
                    $0.field("start", change.start)
                    $0.field("oldValue", change.oldValue)
                    $0.field("oldQuality", change.oldQuality)
                    $0.field("newValue", change.newValue)
                    $0.field("newQuality", change.newQuality)
                }
            }
        }
    }
}

extension DataQuality: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("from", span.start)
            $0.field("to", span.end)
            $0.field("validatedAt", validation.lastRunAt)
            $0.field("seriesToValidate", validation.waitingSeries)
            $0.array("days", days) { day, json in
                json.object {
                    $0.field("date", day.date.description)
                    $0.field("figures", day.figures)
                }
            }
            $0.array("zones", zones) { zone, json in
                json.object {
                    $0.field("zoneId", zone.zone)
                    $0.field("figures", zone.figures)
                    $0.field("openFindings", zone.openFindings)
                }
            }
            $0.array("worstMeters", worst) { meter, json in
                json.object {
                    $0.field("seriesId", meter.series)
                    $0.field("externalName", meter.externalName)
                    $0.field("name", meter.name)
                    $0.field("zoneId", meter.zone)
                    $0.field("figures", meter.figures)
                    $0.field("lastReadingAt", meter.lastReadingAt)
                }
            }
        }
    }
}

extension QualityRecord: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("series", series)
            $0.field("expected", expected)
            $0.field("received", received)
            $0.field("estimated", estimated)
            $0.field("late", late)
            $0.field("completeness", completeness)
            $0.field("lateShare", lateShare)
            $0.field("estimatedShare", estimatedShare)
        }
    }
}
