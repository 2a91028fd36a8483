import Foundation
import Learning

/// A forecast model as a safetensors file that holds all it takes to forecast: the networks'
/// weights under `network0.…`, `network1.…` and the description as JSON in the metadata.
public enum ForecastModelFile {
    private static let key = "urbangrid.forecast"

    public static func encode(_ model: ForecastModel) throws -> [UInt8] {
        var tensors: [String: Tensor] = [:]
        for (index, member) in model.members.enumerated() {
            let parameters = member.parameters
            for id in parameters.ids { tensors["network\(index).\(parameters.name(of: id))"] = parameters[id] }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let description = String(decoding: try encoder.encode(model.description), as: UTF8.self)
        return Checkpoint(tensors: tensors, metadata: [key: description]).encoded()
    }

    /// - Throws: `ForecastingError.badModelFile` for anything but a model of this version.
    public static func decode(_ bytes: [UInt8]) throws -> ForecastModel {
        let checkpoint: Checkpoint
        do {
            checkpoint = try Checkpoint(decoding: bytes)
        } catch {
            throw ForecastingError.badModelFile("\(error)")
        }
        guard let text = checkpoint.metadata[key] else {
            throw ForecastingError.badModelFile("its metadata have no \(key)")
        }
        let description: ForecastModelDescription
        do {
            description = try JSONDecoder().decode(ForecastModelDescription.self, from: Data(text.utf8))
        } catch {
            throw ForecastingError.badModelFile("its description cannot be read")
        }
        try check(description)
        var members: [ParameterSet] = []
        var network: ForecastNetwork?
        for index in 0..<description.options.members {
            var random = RandomSource(seed: 0)
            var parameters = ParameterSet()
            network = ForecastNetwork(
                hidden: description.options.hidden, usesTemperature: description.usesTemperature, in: &parameters,
                random: &random)
            let prefix = "network\(index)."
            let own = checkpoint.tensors.filter { $0.key.hasPrefix(prefix) }
            let pairs = own.map { (String($0.key.dropFirst(prefix.count)), $0.value) }
            do {
                try parameters.load(Checkpoint(tensors: Dictionary(uniqueKeysWithValues: pairs)))
            } catch {
                throw ForecastingError.badModelFile("network \(index): \(error)")
            }
            guard parameters.ids.allSatisfy({ parameters[$0].values.allSatisfy(\.isFinite) }) else {
                throw ForecastingError.badModelFile("network \(index) has weights that are not numbers")
            }
            members.append(parameters)
        }
        let expected = members.reduce(0) { $0 + $1.names.count }
        guard let network, checkpoint.tensors.count == expected else {
            throw ForecastingError.badModelFile("it has \(checkpoint.tensors.count) tensors instead of \(expected)")
        }
        return ForecastModel(description: description, network: network, members: members)
    }

    private static func check(_ description: ForecastModelDescription) throws {
        guard description.format == ForecastModelDescription.currentFormat else {
            throw ForecastingError.badModelFile("format \(description.format) is not read by this version")
        }
        guard (1...16).contains(description.options.members), (4...512).contains(description.options.hidden),
            description.quantiles == ForecastLayout.quantiles
        else { throw ForecastingError.badModelFile("its networks' measures are out of range") }
        let factors = [description.calibration] + description.seriesCalibration.values
        guard
            factors.allSatisfy({
                QuantileCalibration.accepted.contains($0.lower) && QuantileCalibration.accepted.contains($0.upper)
            })
        else { throw ForecastingError.badModelFile("its calibration is out of range") }
        if let climate = description.climate, !(climate.spread > 0 && climate.mean.isFinite) {
            throw ForecastingError.badModelFile("its climate is out of range")
        }
    }
}
