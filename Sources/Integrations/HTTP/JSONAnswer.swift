import Foundation

/// Decodes a provider's JSON; what does not fit is named by its place.
enum JSONAnswer {
    static func decode<Value: Decodable>(_ body: [UInt8]) throws(ConnectorError) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(body))
        } catch let error as DecodingError {
            throw .unexpected(words(error))
        } catch {
            throw .unexpected("It is not JSON.")
        }
    }

    private static func words(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context): "“\(path(context.codingPath + [key]))” is missing."
        case .typeMismatch(let type, let context): "“\(path(context.codingPath))” is no \(type)."
        case .valueNotFound(let type, let context): "“\(path(context.codingPath))” is null; expected \(type)."
        case .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "It is not JSON, or breaks off." : "“\(path(context.codingPath))” cannot be read."
        @unknown default: "It cannot be decoded."
        }
    }

    /// `hourly.time[3]`
    private static func path(_ keys: [any CodingKey]) -> String {
        keys.reduce(into: "") { text, key in
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += (text.isEmpty ? "" : ".") + key.stringValue.prefix(40)
            }
        }
    }
}
