/// Writes well-formed XML 1.0 into bytes, element by element.
struct XMLText {
    private(set) var bytes: [UInt8] = []
    private var open: [StaticString] = []

    init() {}

    /// What has been written since the last time.
    mutating func drain() -> [UInt8] {
        defer { bytes.removeAll(keepingCapacity: true) }
        return bytes
    }

    mutating func declaration() { raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") }

    mutating func begin(_ name: StaticString, _ attributes: [(StaticString, String)] = []) {
        tag(name, attributes)
        raw(">")
        open.append(name)
    }

    /// Ends the innermost element.
    mutating func end() {
        guard let name = open.popLast() else { return }
        raw("</")
        raw(name)
        raw(">")
    }

    mutating func empty(_ name: StaticString, _ attributes: [(StaticString, String)]) {
        tag(name, attributes)
        raw("/>")
    }

    mutating func element(_ name: StaticString, _ text: String) {
        begin(name)
        escape(text)
        end()
    }

    mutating func element(_ name: StaticString, _ number: Int64) {
        begin(name)
        TextBytes.append(number, to: &bytes)
        end()
    }

    mutating func newLine() { raw("\n") }

    private mutating func tag(_ name: StaticString, _ attributes: [(StaticString, String)]) {
        raw("<")
        raw(name)
        for (attribute, value) in attributes {
            raw(" ")
            raw(attribute)
            raw("=\"")
            escape(value)
            raw("\"")
        }
    }

    private mutating func raw(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Characters that XML 1.0 cannot hold at all become U+FFFD.
    private mutating func escape(_ text: String) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": raw("&amp;")
            case "<": raw("&lt;")
            case ">": raw("&gt;")
            case "\"": raw("&quot;")
            case "\t": raw("&#9;")
            case "\n": raw("&#10;")
            case "\r": raw("&#13;")
            case "\0"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": raw("\u{FFFD}")
            default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
    }
}
