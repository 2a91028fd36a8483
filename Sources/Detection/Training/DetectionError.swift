/// Why no detector could be trained or read.
public enum DetectionError: Error, Hashable, Sendable, CustomStringConvertible {
    case notEnoughData(String)
    case badOptions(String)
    case badModelFile(String)

    public var description: String {
        switch self {
        case .notEnoughData(let reason): "not enough data to train on: \(reason)"
        case .badOptions(let reason): "the training options are wrong: \(reason)"
        case .badModelFile(let reason): "this is not an anomaly detector: \(reason)"
        }
    }
}
