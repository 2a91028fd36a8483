import GridModel
import Testing

@testable import Interchange

@Suite struct LineProtocolTests {
    /// What a reader found, in words: `measurement|tag=value|field=value|timestamp`, or the line and what is wrong.
    private func read(_ text: String) -> [String] { read(Array(text.utf8)) }

    private func read(_ bytes: [UInt8]) -> [String] {
        bytes.withUnsafeBufferPointer { bytes in
            var reader = LineProtocolReader(bytes)
            var found: [String] = []
            while true {
                do throws(LineProtocolFault) {
                    guard try reader.next() else { return found }
                    found.append(described(reader))
                } catch {
                    found.append("\(reader.lineIndex)! \(error.message)")
                }
            }
        }
    }

    private func described(_ line: LineProtocolReader) -> String {
        func text(_ range: Range<Int>, isText: Bool = false) -> String {
            var bytes: [UInt8] = []
            line.append(range, isText: isText, to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
        let fields = line.fields.map { field in
            switch field.value {
            case .number(let number): "\(text(field.key))=\(number)"
            case .boolean(let boolean): "\(text(field.key))=\(boolean)"
            case .text(let range): "\(text(field.key))='\(text(range, isText: true))'"
            }
        }
        let tags = line.tags.map { "\(text($0.key))=\(text($0.value))" }
        return ([text(line.measurement)] + tags + fields + [line.timestamp.map(String.init) ?? "-"])
            .joined(separator: "|")
    }

    @Test(arguments: [
        ("m v=1 5", "m|v=1.0|5"),
        ("m,a=b,c=d v=1.5,w=-2e3 -9223372036854775808", "m|a=b|c=d|v=1.5|w=-2000.0|-9223372036854775808"),
        ("m v=15i,w=15u,x=-9223372036854775808i", "m|v=15.0|w=15.0|x=-9.223372036854776e+18|-"),
        ("m a=t,b=FALSE,c=True 1", "m|a=true|b=false|c=true|1"),
        (
            #"my\ meas\,ure,t\=\ag=va\ lue f\,ld="a \"quote\" \\ \n, = x" 1"#,
            #"my meas,ure|t=\ag=va lue|f,ld='a "quote" \ \n, = x'|1"#
        ),
        ("m v=1 1\r", "m|v=1.0|1"),
        ("  m   v=1   1  ", "m|v=1.0|1"),
        ("m=x v=1", "m=x|v=1.0|-"),
        ("größe,ort=köln wert=1", "größe|ort=köln|wert=1.0|-"),
        ("m v=.5,w=5.,x=1E-3", "m|v=0.5|w=5.0|x=0.001|-"),
    ])
    func readsALineAsTheReferenceSays(line: String, expected: String) {
        #expect(read(line) == [expected])
    }

    @Test(arguments: [
        ",a=b v=1", "m", "m ", "m,a v=1", "m,a= v=1", "m,=b v=1", "m v", "m v=", "m =1", "m v=1,", "m v=1 x",
        "m v=1 1 1",
        "m v=1 1.5", "m v=1 9223372036854775808", "m v=abc", "m v=nan", "m v=inf", "m v=1e999", "m v=1ii", "m v=-1u",
        "m v=18446744073709551616u", "m v=9223372036854775808i", "m v=\"open", "m v=\"a\"x", "m v=--1", "m v=0x10",
        "m v=1,,w=2",
    ])
    func refusesWhatIsNoLine(line: String) {
        let found = read("good v=1 1\n\(line)\ngood v=2 2")
        #expect(found.first == "good|v=1.0|1")
        #expect(found.last == "good|v=2.0|2")
        #expect(found.count == 3 && found[1].hasPrefix("1! "), "\(found)")
    }

    @Test func countsLinesWithCommentsAndEmptyOnes() {
        let text = "# comment\n\n\r\nm s=\"ab\",v=1 1\nbad\n  # indented\nbad"
        #expect(read(text) == ["m|s='ab'|v=1.0|1", "4! The line has no field.", "6! The line has no field."])
    }

    @Test func aTextThatIsNotClosedHarmsNoOtherLine() {
        let open = #"m s="open\"#
        let found = read("\(open)\nm v=1 1\nm s=\"x\" 2")
        #expect(found == ["0! A quoted text does not end in its line.", "m|v=1.0|1", "m|s='x'|2"])
    }

    @Test func hostileBytesNeverCrashAndEveryLineIsAccountedFor() {
        var random = SystemRandomNumberGenerator()
        let alphabet = Array("m,=\\\" \n\r#1i.-e+tu\u{0}".utf8) + [0xFF, 0xC3]
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...40)).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            let found = read(bytes)
            #expect(found.count <= bytes.count(where: { $0 == UInt8(ascii: "\n") }) + 1)
        }
    }

    @Test func whatIsWrittenWithEscapesComesBack() {
        var random = SystemRandomNumberGenerator()
        let characters = Array("ab,= \"\\ä1")
        func word() -> String {
            String((0..<Int.random(in: 1...8)).map { _ in characters.randomElement(using: &random) ?? "a" }) + "z"
        }
        func key(_ text: String) -> String {
            text.replacing(",", with: #"\,"#).replacing("=", with: #"\="#).replacing(" ", with: #"\ "#)
        }
        for _ in 0..<2000 {
            // A backslash before what it escapes cannot be written in a key: the reference has no escape for it.
            let (tag, value, text) = (word().replacing("\\", with: "/"), word().replacing("\\", with: "/"), word())
            let quoted = text.replacing(#"\"#, with: #"\\"#).replacing("\"", with: "\\\"")
            #expect(read("m,t\(key(tag))=\(key(value)) s=\"\(quoted)\" 7") == ["m|t\(tag)=\(value)|s='\(text)'|7"])
        }
    }

    @Test(
        arguments: [
            (LinePrecision.nanoseconds, 1_765_000_800_000_000_000, 1_765_000_800), (.microseconds, -1_000_000, -1),
            (.milliseconds, 1500, nil), (.seconds, 9, 9), (.nanoseconds, 1, nil), (.nanoseconds, Int64.max, nil),
        ] as [(LinePrecision, Int64, Int64?)])
    func momentsAreWholeSeconds(precision: LinePrecision, timestamp: Int64, seconds: Int64?) {
        #expect(precision.moment(timestamp)?.secondsSinceEpoch == seconds)
    }

    @Test(
        arguments: [
            ("{series}", "S 1"), ("{meter}.{field}", "M.v"), ("x/{measurement}/{field}", "x/m/v"), ("{meter_id}", nil),
        ] as [(String, String?)])
    func templatesNameSeries(text: String, expected: String?) throws {
        let template = try #require(SeriesTemplate(text))
        let bytes = Array(#"m,series=S\ 1,meter=M v=1"#.utf8)
        let name: String? = try bytes.withUnsafeBufferPointer { bytes throws -> String? in
            var line = LineProtocolReader(bytes)
            var name: [UInt8] = []
            guard try line.next() else { return nil }
            guard template.write(line, field: line.fields[0].key, into: &name) else { return nil }
            return String(decoding: name, as: UTF8.self)
        }
        #expect(name == expected)
    }

    @Test(arguments: ["", "plain", "{", "}", "{}", "{a", "a}", "{a{b}}", "{a}}"])
    func templatesThatTellNothingApartAreRefused(text: String) {
        #expect(SeriesTemplate(text) == nil)
    }
}
