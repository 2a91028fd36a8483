/// Why bytes are not a checkpoint, or not this model's.
public enum CheckpointError: Error, Hashable, Sendable, CustomStringConvertible {
    case truncated(expected: Int, found: Int)
    case headerTooLong(UInt64)
    case malformedHeader(String)
    case unsupportedType(String, tensor: String)
    case invalidShape(tensor: String)
    case invalidExtent(tensor: String)
    case missingTensor(String)
    case unknownTensor(String)
    case wrongShape(String, expected: [Int], found: [Int])

    public var description: String {
        switch self {
        case .truncated(let expected, let found): "the file ends after \(found) bytes; \(expected) were expected"
        case .headerTooLong(let length): "a header of \(length) bytes is longer than a checkpoint may have"
        case .malformedHeader(let reason): "the header is not that of a safetensors file: \(reason)"
        case .unsupportedType(let type, let tensor): "tensor \(tensor) has type \(type), which is not read"
        case .invalidShape(let tensor): "tensor \(tensor) has a shape that is negative or too large"
        case .invalidExtent(let tensor):
            "tensor \(tensor) does not begin where the one before it ends, or its bytes do not fill its shape"
        case .missingTensor(let name): "the checkpoint has no tensor \(name)"
        case .unknownTensor(let name): "the model has no tensor \(name)"
        case .wrongShape(let name, let expected, let found): "tensor \(name) has shape \(found), not \(expected)"
        }
    }
}
