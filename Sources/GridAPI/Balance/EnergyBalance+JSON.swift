import GridModel
package import Operations
import Telemetry

extension AreaName: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("kind", subject.kind)
            $0.field("id", subject.id)
            $0.field("name", name)
        }
    }
}

extension EnergyBalance: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            writeSummary(to: &$0)
            $0.field("resolution", resolution.rawValue)
            $0.array("parts", parts) { part, json in
                json.object { Self.write(part, band, to: &$0) }
            }
        }
    }

    /// Without its parts.
    func writeSummary(to json: inout JSONWriter) {
        json.field("area", area)
        json.field("boundarySeries", boundarySeries)
        json.field("meters", meters)
        json.field("noLoadLossKW", band.noLoadLossKW)
        json.field("limitPercent", band.limitPercent)
        json.object("total") { Self.write(total, band, to: &$0) }
    }

    /// Where nothing was measured, there is no energy and not 0.
    private static func write(_ figures: BalanceFigures, _ band: TechnicalLossBand, to json: inout JSONWriter) {
        func known(_ value: Double) -> Double? { figures.coveredHours > 0 ? value : nil }
        let technical = band.losses(inputKWh: figures.inputKWh, hours: figures.coveredHours)
        let verdict = BalanceVerdict(figures, band: band)
        json.field("start", figures.span.start)
        json.field("end", figures.span.end)
        json.field("hours", figures.hours)
        json.field("coveredHours", figures.coveredHours)
        json.field("importKWh", known(figures.importKWh))
        json.field("exportKWh", known(figures.exportKWh))
        json.field("consumptionKWh", known(figures.consumptionKWh))
        json.field("generationKWh", known(figures.generationKWh))
        json.field("inputKWh", known(figures.inputKWh))
        json.field("outputKWh", known(figures.outputKWh))
        json.field("lossesKWh", known(figures.lossesKWh))
        json.field("lossesPercent", figures.lossesPercent)
        json.field("uncertaintyKWh", known(figures.uncertaintyKWh))
        json.field("technicalLowKWh", known(technical.lowerBound))
        json.field("technicalHighKWh", known(technical.upperBound))
        json.field("estimatedKWh", known(figures.estimatedKWh))
        json.field("estimatedMeters", figures.estimatedMeters)
        json.field("missingMeters", figures.missingLoads + figures.missingGenerators)
        json.field("verdict", verdict.name)
        json.field("explanation", verdict.sentence)
    }
}

extension BalanceHints: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("area", area)
            $0.field("from", span.start)
            $0.field("to", span.end)
            $0.field("neighbours", neighbours)
            $0.field("meters", meters)
            $0.field("metersTried", metersTried)
            $0.field("hints", hints)
        }
    }
}

extension BalanceHints.Named: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        var factor: Double?
        let kind: String
        switch hint.kind {
        case .belongsTo: kind = "belongsTo"
        case .foreign: kind = "foreign"
        case .registers(let found):
            kind = "registers"
            factor = found
        }
        let sentence = hint.sentence { $0 == owner.subject ? owner.name : other?.name ?? "another area" }
        json.object {
            $0.field("seriesId", hint.series)
            $0.field("seriesName", meterName)
            $0.field("countedIn", owner)
            $0.field("kind", kind)
            $0.field("belongsTo", other)
            $0.field("factor", factor)
            $0.field("slope", hint.slope)
            $0.field("standardError", hint.standardError)
            $0.field("slopeThere", hint.slopeThere)
            $0.field("probability", hint.probability)
            $0.field("hours", hint.hours)
            $0.field("explanation", sentence)
        }
    }
}
