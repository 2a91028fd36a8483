import Foundation
import Observability
import Testing

struct JSONStringTests {
    private func written(_ text: String) -> String {
        var bytes: [UInt8] = []
        JSONString.append(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("", "\"\""), ("Grünberg 7", "\"Grünberg 7\""), ("\"", #""\"""#), (#"a\b"c"#, #""a\\b\"c""#),
        ("line\r\n\ttab", #""line\r\n\ttab""#), ("\u{0}\u{1F}\u{7F}x", #""\u0000\u001f\u007fx""#),
    ])
    func escapesWhatMustBeAndNothingElse(text: String, json: String) {
        #expect(written(text) == json)
    }

    @Test func everyTextReadsBackAsItWas() throws {
        let scalars = (0...0x2FF).compactMap(Unicode.Scalar.init).map(Character.init)
        for length in [1, 2, 15, 16, 17, 100] {
            for start in stride(from: 0, to: scalars.count - length, by: 7) {
                let text = String(scalars[start..<start + length])
                let back = try JSONDecoder().decode([String].self, from: Data("[\(written(text))]".utf8))
                #expect(back == [text])
            }
        }
    }
}
