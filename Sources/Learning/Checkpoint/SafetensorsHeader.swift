/// The JSON header of a safetensors file: tensors by name, and text under `__metadata__`.
struct SafetensorsHeader: Decodable {
    struct Entry: Decodable {
        let dtype: String
        let shape: [Int]
        let offsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype, shape
            case offsets = "data_offsets"
        }

        var start: Int { offsets.first ?? 0 }

        /// How many elements, of how many bytes each; their product does not overflow.
        func layout(of name: String) throws(CheckpointError) -> (count: Int, width: Int) {
            guard let width = ["F32": 4, "F64": 8][dtype] else { throw .unsupportedType(dtype, tensor: name) }
            var bytes = width
            for extent in shape {
                let (product, overflow) = bytes.multipliedReportingOverflow(by: extent)
                guard extent >= 0, !overflow else { throw .invalidShape(tensor: name) }
                bytes = product
            }
            return (bytes / width, width)
        }
    }

    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    var tensors: [String: Entry] = [:]
    var metadata: [String: String] = [:]

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        for key in container.allKeys {
            if key.stringValue == "__metadata__" {
                metadata = try container.decode([String: String].self, forKey: key)
            } else {
                tensors[key.stringValue] = try container.decode(Entry.self, forKey: key)
            }
        }
    }

    /// Where and why decoding failed, without the file's content.
    static func reason(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "it cannot be read" }
        switch error {
        case .keyNotFound(let key, let context): return "\(path(context)) has no \(key.stringValue)"
        case .typeMismatch(_, let context), .valueNotFound(_, let context): return "\(path(context)) has a wrong type"
        default: return "it is not valid JSON"
        }
    }

    private static func path(_ context: DecodingError.Context) -> String {
        context.codingPath.isEmpty ? "the header" : context.codingPath.map(\.stringValue).joined(separator: ".")
    }
}
