package import Operations

extension CityDescription: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("id", id)
            $0.field("name", name)
            $0.field("timeZone", timeZone)
            $0.field("locale", locale)
            $0.field("currency", currency)
            $0.field("clock", clock)
            $0.field("demo", demo)
            $0.field("counts", counts)
            $0.object("access") { $0.field("note", accessNote) }
        }
    }
}

extension CityClockReading: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("now", now)
            $0.field("speed", speed)
            $0.field("isReplay", isReplay)
            $0.field("latestReadingAt", latestReadingAt)
        }
    }
}

extension CityCounts: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("zones", zones)
            $0.field("feeders", feeders)
            $0.field("loadPoints", loadPoints)
            $0.field("generators", generators)
            $0.field("transformers", transformers)
            $0.field("lines", lines)
            $0.field("series", series)
            $0.field("readings", readings)
        }
    }
}

extension DemoDescription: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("title", title)
            $0.array("notices", notices) { notice, json in
                json.object {
                    $0.field("title", notice.title)
                    $0.field("text", notice.text)
                }
            }
            $0.array("licences", licences) { licence, json in
                json.object {
                    $0.field("name", licence.name)
                    $0.field("licence", licence.licence)
                    $0.field("url", licence.url)
                    $0.field("attribution", licence.attribution)
                }
            }
            $0.field("shiftedByWeeks", shiftedByWeeks)
            $0.field("sourceStart", sourceStart)
            $0.field("sourceEnd", sourceEnd)
            $0.field("replayEndsAt", replayEndsAt)
            $0.array("faults", faults) { fault, json in
                json.object {
                    $0.field("asset", fault.asset)
                    $0.field("kind", fault.kind)
                    $0.field("start", fault.start)
                    $0.field("end", fault.end)
                    $0.field("description", fault.description)
                }
            }
        }
    }
}
