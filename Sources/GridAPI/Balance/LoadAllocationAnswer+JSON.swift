import GridModel
import Operations

/// An allocation with the targets of one page. Energies are kWh in whole watt-hours.
struct AllocationPage: JSONRepresentable {
    let answer: LoadAllocationAnswer
    let targets: ArraySlice<LoadAllocationAnswer.Target>
    let nextCursor: String?

    func write(to json: inout JSONWriter) {
        json.object {
            $0.field("area", answer.area)
            $0.field("from", answer.span.start)
            $0.field("to", answer.span.end)
            $0.field("resolution", answer.request.resolution.rawValue)
            $0.field("method", answer.request.method.rawValue)
            $0.field("level", answer.request.level.rawValue)
            $0.field("lossesPercent", answer.request.lossesPercent)
            $0.field("quality", Quality.estimated)
            $0.field("metered", answer.metered)
            $0.field("unmeteredGenerators", answer.unmeteredGenerators)
            $0.array("parts", answer.parts) { part, json in
                json.object { Self.write(part, to: &$0) }
            }
            $0.array("targets", targets) { target, json in
                json.object {
                    $0.field("kind", target.subject.kind)
                    $0.field("id", target.subject.id)
                    $0.field("name", target.name)
                    $0.field("loadPoints", target.loadPoints)
                    $0.field("energyKWh", Self.kWh(target.totalWh))
                    $0.array("energiesKWh", zip(answer.parts, target.energiesWh)) { part, json in
                        let (part, energy) = part
                        (part.allocatedHours > 0 ? Self.kWh(energy) : nil).write(to: &json)
                    }
                }
            }
            $0.field("nextCursor", nextCursor)
        }
    }

    private static func write(_ part: LoadAllocationAnswer.Part, to json: inout JSONWriter) {
        func known(_ energy: Int64) -> Double? { part.allocatedHours > 0 ? kWh(energy) : nil }
        json.field("start", part.span.start)
        json.field("end", part.span.end)
        json.field("hours", part.hours)
        json.field("allocatedHours", part.allocatedHours)
        json.field("inputKWh", known(part.inputWh))
        json.field("meteredKWh", known(part.meteredWh))
        json.field("lossesKWh", known(part.lossesWh))
        json.field("allocatedKWh", known(part.allocatedWh))
        json.field("unallocatedKWh", known(part.unallocatedWh))
    }

    private static func kWh(_ wattHours: Int64) -> Double { Double(wattHours) / 1000 }
}
