/// Names an upload: sixteen hexadecimal digits, by chance, so that it can be neither guessed nor reused.
package struct UploadID: Hashable, Sendable, Codable, CustomStringConvertible {
    package let text: String

    /// A new one.
    init() {
        let number = UInt64.random(in: .min ... .max)
        let digits = String(number, radix: 16)
        text = String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Nil for anything but sixteen digits in lower case: it becomes part of a file's name.
    package init?(_ text: some StringProtocol) {
        let isSound =
            text.utf8.count == 16 && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        guard isSound else { return nil }
        self.text = String(text)
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let id = UploadID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "Not the id of an upload.")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    package var description: String { text }
}
