import GridModel
package import Operations

extension ZoneList: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("asOf", asOf)
            $0.field("zones", zones)
        }
    }
}

extension ZoneSummary: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object { writeMembers(to: &$0) }
    }

    /// Without the braces, for shapes that hold more.
    func writeMembers(to json: inout JSONWriter) {
        json.field("id", id)
        json.field("code", code)
        json.field("name", name)
        json.field("population", population)
        json.field("priority", priority)
        json.field("criticalSites", criticalSites)
        json.field("capacityKW", capacityKW)
        json.field("feederIds", feederIDs)
        writeLiveMembers(to: &json)
        json.field("completeness24h", completeness24h)
        json.field("anomalies7d", anomalies7d)
        json.field("centroid", centroid)
    }

    /// What changes from hour to hour.
    func writeLiveMembers(to json: inout JSONWriter) {
        json.field("loadKW", loadKW)
        json.field("consumptionKW", consumptionKW)
        json.field("generationKW", generationKW)
        json.field("loadAt", loadAt)
        json.field("loading", loading)
        json.field("quality", quality)
        guard let nextPeak, let peakLoading90 else { return json.field("nextPeak", nil as Double?) }
        json.object("nextPeak") {
            $0.field("at", nextPeak.at)
            $0.field("p10", nextPeak.p10)
            $0.field("p50", nextPeak.p50)
            $0.field("p90", nextPeak.p90)
            $0.field("loading90", peakLoading90)
        }
    }
}

extension LocatedSite: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("name", name)
            $0.field("kind", kind)
            $0.field("location", location)
        }
    }
}
