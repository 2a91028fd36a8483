package import GridModel
package import LiveUpdates
package import Operations

extension LiveEvent {
    /// Zones whose hour or forecast changed.
    package static func zones(_ list: ZoneList, sequence: Int64) -> LiveEvent {
        LiveEvent(name: "zones", data: liveZones(list, sequence: sequence))
    }

    package static func anomaly(_ anomaly: AnomalyRecord) -> LiveEvent {
        LiveEvent(name: "anomaly", data: JSONWriter.bytes(anomaly))
    }

    package static func job(_ job: JobRecord) -> LiveEvent {
        LiveEvent(name: "job", data: JSONWriter.bytes(job))
    }

    /// New forecasts to fetch.
    package static func forecast(issuedAt: Timestamp, zones: [ZoneID]) -> LiveEvent {
        var json = JSONWriter()
        json.object {
            $0.field("issuedAt", issuedAt)
            $0.field("zoneIds", zones)
        }
        return LiveEvent(name: "forecast", data: json.bytes)
    }

    package static func clock(now: Timestamp, speed: Double) -> LiveEvent {
        var json = JSONWriter()
        json.object {
            $0.field("now", now)
            $0.field("speed", speed)
        }
        return LiveEvent(name: "clock", data: json.bytes)
    }

    /// `{seq, asOf, zones: [LiveZone]}`
    static func liveZones(_ list: ZoneList, sequence: Int64) -> [UInt8] {
        var json = JSONWriter(capacity: list.zones.count * 280 + 64)
        json.object {
            $0.field("seq", sequence)
            $0.field("asOf", list.asOf)
            $0.array("zones", list.zones) { zone, json in
                json.object {
                    $0.field("id", zone.id)
                    zone.writeLiveMembers(to: &$0)
                }
            }
        }
        return json.bytes
    }
}
