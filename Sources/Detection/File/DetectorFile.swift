import Foundation
import Learning

/// A detector as a safetensors file that holds all it takes to detect: the autoencoder, each series'
/// scales and error tails, the threshold and the description as JSON in the metadata.
public enum DetectorFile {
    private static let key = "urbangrid.detector"

    public static func encode(_ detector: AnomalyDetector) throws -> [UInt8] {
        let parameters = detector.weights.parameters
        var tensors: [String: Tensor] = [:]
        for id in parameters.ids { tensors["network.\(parameters.name(of: id))"] = parameters[id] }
        let keys = [""] + detector.profiles.keys.filter { !$0.isEmpty }.sorted()
        let profiles = keys.compactMap { detector.profiles[$0] }
        let features = ContextFeatures.count
        tensors["center"] = Tensor(profiles.flatMap(\.normalisation.center), shape: [profiles.count, features])
        tensors["scale"] = Tensor(profiles.flatMap(\.normalisation.scale), shape: [profiles.count, features])
        tensors["tails"] = Tensor(
            profiles.flatMap(\.tails.table), shape: [profiles.count, features * ErrorTails.width])
        let contents = Contents(description: detector.description, profileKeys: keys)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let text = String(decoding: try encoder.encode(contents), as: UTF8.self)
        return Checkpoint(tensors: tensors, metadata: [key: text]).encoded()
    }

    /// - Throws: `DetectionError.badModelFile` for anything but a detector of this version.
    public static func decode(_ bytes: [UInt8]) throws -> AnomalyDetector {
        let checkpoint: Checkpoint
        do {
            checkpoint = try Checkpoint(decoding: bytes)
        } catch {
            throw DetectionError.badModelFile("\(error)")
        }
        guard let text = checkpoint.metadata[key],
            let contents = try? JSONDecoder().decode(Contents.self, from: Data(text.utf8))
        else { throw DetectionError.badModelFile("its metadata have no readable \(key)") }
        try check(contents)
        guard checkpoint.tensors.values.allSatisfy({ $0.values.allSatisfy(\.isFinite) }) else {
            throw DetectionError.badModelFile("it has numbers that are not finite")
        }
        var random = RandomSource(seed: 0)
        var parameters = ParameterSet()
        let options = contents.description.options
        let network = DetectorNetwork(
            hidden: options.hidden, bottleneck: options.bottleneck, in: &parameters, random: &random)
        let prefix = "network."
        let own = checkpoint.tensors.filter { $0.key.hasPrefix(prefix) }
            .map { (String($0.key.dropFirst(prefix.count)), $0.value) }
        do {
            try parameters.load(Checkpoint(tensors: Dictionary(uniqueKeysWithValues: own)))
        } catch {
            throw DetectionError.badModelFile("\(error)")
        }
        return AnomalyDetector(
            description: contents.description, network: network, weights: FrozenParameters(parameters),
            profiles: try profiles(contents.profileKeys, checkpoint))
    }

    private static func profiles(
        _ keys: [String], _ checkpoint: Checkpoint
    ) throws -> [String: AnomalyDetector.SeriesProfile] {
        let features = ContextFeatures.count
        func table(_ name: String, _ width: Int) throws -> [Float] {
            guard let tensor = checkpoint.tensors[name], tensor.shape == [keys.count, width] else {
                throw DetectionError.badModelFile("tensor \(name) is missing or misshapen")
            }
            return tensor.values
        }
        let (centers, scales) = (try table("center", features), try table("scale", features))
        let tails = try table("tails", features * ErrorTails.width)
        guard scales.allSatisfy({ $0 > 0 }), tails.allSatisfy({ $0 >= 0 }) else {
            throw DetectionError.badModelFile("a scale or an error tail is negative or zero")
        }
        var profiles: [String: AnomalyDetector.SeriesProfile] = [:]
        for (row, key) in keys.enumerated() {
            let part = row * features..<(row + 1) * features
            let errors = row * features * ErrorTails.width..<(row + 1) * features * ErrorTails.width
            let normalisation = SeriesNormalisation(center: Array(centers[part]), scale: Array(scales[part]))
            profiles[key] = .init(normalisation: normalisation, tails: ErrorTails(table: Array(tails[errors])))
        }
        return profiles
    }

    private static func check(_ contents: Contents) throws {
        let description = contents.description
        guard description.format == AnomalyDetectorDescription.currentFormat else {
            throw DetectionError.badModelFile("format \(description.format) is not read by this version")
        }
        guard (4...256).contains(description.options.hidden), (1...64).contains(description.options.bottleneck),
            description.threshold > 0, description.threshold.isFinite, contents.profileKeys.contains(""),
            Set(contents.profileKeys).count == contents.profileKeys.count
        else { throw DetectionError.badModelFile("its measures are out of range") }
    }

    private struct Contents: Codable {
        let description: AnomalyDetectorDescription
        /// The rows of the tensors of scales and tails.
        let profileKeys: [String]
    }
}
