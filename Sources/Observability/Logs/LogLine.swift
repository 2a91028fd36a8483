import Logging

/// Writes one log event as one line of JSON.
///
/// The keys `ts`, `level`, `label` and `msg` always stand first. `requestId` and `tenant` stand on
/// their own when the metadata have them; all other metadata lie under `meta`, by key.
struct LogLine {
    private(set) var bytes: [UInt8] = []

    init(
        milliseconds: Int64, level: Logger.Level, label: String, message: String, error: String?,
        metadata: Logger.Metadata
    ) {
        bytes.reserveCapacity(256)
        bytes.append(UInt8(ascii: "{"))
        field("ts", LogClock.iso8601(milliseconds: milliseconds), isFirst: true)
        field("level", level.rawValue)
        field("label", label)
        field("msg", message)
        if let error { field("error", error) }
        var rest = metadata
        for key in ["requestId", "tenant"] {
            if let value = rest.removeValue(forKey: key) { field(key, String(describing: value)) }
        }
        if !rest.isEmpty {
            name("meta")
            write(.dictionary(rest), depth: 0)
        }
        bytes.append(UInt8(ascii: "}"))
        bytes.append(UInt8(ascii: "\n"))
    }

    private mutating func field(_ key: String, _ value: String, isFirst: Bool = false) {
        name(key, isFirst: isFirst)
        string(value)
    }

    private mutating func name(_ key: String, isFirst: Bool = false) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        string(key)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func write(_ value: Logger.MetadataValue, depth: Int) {
        switch value {
        case .string(let text): string(text)
        case .stringConvertible(let convertible): string(convertible.description)
        case .array(let values) where depth < 8:
            bytes.append(UInt8(ascii: "["))
            for (index, element) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(element, depth: depth + 1)
            }
            bytes.append(UInt8(ascii: "]"))
        case .dictionary(let values) where depth < 8:
            bytes.append(UInt8(ascii: "{"))
            for (index, (key, element)) in values.sorted(by: { $0.key < $1.key }).enumerated() {
                name(key, isFirst: index == 0)
                if SecretKeys.isSecret(key) {
                    string(SecretKeys.placeholder)
                } else {
                    write(element, depth: depth + 1)
                }
            }
            bytes.append(UInt8(ascii: "}"))
        case .array, .dictionary: string("…")
        }
    }

    private mutating func string(_ text: String) {
        JSONString.append(text, to: &bytes)
    }
}
