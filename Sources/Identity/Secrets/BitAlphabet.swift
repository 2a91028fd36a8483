/// Bytes as text, each character for the same few bits, without padding (RFC 4648 §3.2).
struct BitAlphabet: Sendable {
    private static let none: UInt8 = 255

    private let characters: [UInt8]
    private let bits: UInt64
    /// What each byte of a text stands for; `none` for those that are not in the alphabet.
    private let values: [UInt8]

    /// - Parameters:
    ///   - characters: ASCII, 2 to the power of `bits` of them.
    ///   - bits: of one character, 1 to 7.
    init(_ characters: String, bits: Int) {
        self.characters = Array(characters.utf8)
        self.bits = UInt64(bits)
        var values = [UInt8](repeating: Self.none, count: 256)
        for (value, character) in self.characters.enumerated() { values[Int(character)] = UInt8(value) }
        self.values = values
    }

    func encode(_ bytes: [UInt8]) -> String {
        let bits = bits
        let mask: UInt64 = 1 << bits - 1
        return String(unsafeUninitializedCapacity: (bytes.count * 8 + Int(bits) - 1) / Int(bits)) { text in
            var (buffer, held, place): (UInt64, UInt64, Int) = (0, 0, 0)
            for byte in bytes {
                // What runs over at the top was written long ago.
                buffer = buffer << 8 | UInt64(byte)
                held += 8
                while held >= bits {
                    held -= bits
                    text[place] = characters[Int(buffer >> held & mask)]
                    place += 1
                }
            }
            if held > 0 {
                text[place] = characters[Int(buffer << (bits - held) & mask)]
                place += 1
            }
            return place
        }
    }

    /// Nil for other characters, a length that cannot be, or bits left over.
    func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * Int(bits) / 8)
        var (buffer, held): (UInt64, UInt64) = (0, 0)
        for character in text.utf8 {
            let value = values[Int(character)]
            guard value != Self.none else { return nil }
            buffer = buffer << bits | UInt64(value)
            held += bits
            if held >= 8 {
                held -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> held))
            }
        }
        guard held < bits, buffer & (1 << held - 1) == 0 else { return nil }
        return bytes
    }
}
