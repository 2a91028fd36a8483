import Foundation
package import Persistence

extension AuditHead {
    /// `NUMBER:HASH`, as people note it; the hash in hexadecimal.
    package var text: String { "\(number):\(hashText)" }

    package var hashText: String { hash.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }

    /// Nil for anything but a number from 1, a colon and 64 hexadecimal digits.
    package init?(text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int64(parts[0]), number > 0 else { return nil }
        self.init(number: number, hashText: parts[1])
    }

    /// Nil for JSON that is no note of a head.
    init?(json: String) {
        guard let note = try? JSONDecoder().decode(Note.self, from: Data(json.utf8)) else { return nil }
        self.init(number: note.number, hashText: note.hash[...])
    }

    /// As the platform's log keeps it.
    var note: Note { Note(number: number, hash: hashText) }

    struct Note: Codable {
        let number: Int64
        let hash: String
    }

    private init?(number: Int64, hashText: Substring) {
        let digits = hashText.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == 64, digits.allSatisfy({ $0 != nil }) else { return nil }
        let nibbles = digits.compactMap(\.self)
        self.init(
            number: number,
            hash: stride(from: 0, to: 64, by: 2).map { UInt8(nibbles[$0] << 4 | nibbles[$0 + 1]) })
    }
}
