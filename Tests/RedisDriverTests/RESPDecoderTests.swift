import NIOCore
import Testing

@testable import RedisDriver

@Suite struct RESPDecoderTests {
    private static let all: [(String, RESPValue)] = [
        ("+OK\r\n", .text("OK")), ("-ERR no\r\n", .error("ERR no")), (":-12\r\n", .integer(-12)), ("_\r\n", .null),
        ("#t\r\n", .boolean(true)), (",1.5\r\n", .real(1.5)),
        ("(12345678901234567890\r\n", .text("12345678901234567890")),
        ("$5\r\na\r\nbc\r\n", .text("a\r\nbc")), ("$0\r\n\r\n", .text("")), ("$-1\r\n", .null), ("*-1\r\n", .null),
        ("!5\r\nERR x\r\n", .error("ERR x")), ("=7\r\ntxt:abc\r\n", .text("abc")),
        ("*2\r\n:1\r\n$1\r\nb\r\n", .array([.integer(1), .text("b")])), ("~1\r\n+a\r\n", .array([.text("a")])),
        ("%1\r\n+a\r\n:1\r\n", .map([.text("a"), .integer(1)])), (">1\r\n+a\r\n", .push([.text("a")])),
        ("*0\r\n", .array([])),
    ]

    @Test func readsEveryKindOfValueWhereverItIsCutInTwo() throws {
        for (text, value) in Self.all {
            var whole = ByteBuffer(string: text + "+next")
            #expect(try RESPDecoder.value(&whole) == value)
            #expect(String(buffer: whole) == "+next")
            for cut in 0..<text.utf8.count {
                var part = ByteBuffer(bytes: Array(text.utf8)[..<cut])
                #expect(try RESPDecoder.value(&part) == nil, "\(text.debugDescription) at \(cut)")
                #expect(part.readableBytes == cut)
            }
        }
    }

    @Test(arguments: [
        "x\r\n", ":1.5\r\n", ":\r\n", "#x\r\n", ",x\r\n", "$-2\r\n", "$99999999\r\n", "$1\r\nabc", "*99999\r\n",
        "*x\r\n",
        "+a\rb", String(repeating: "*1\r\n", count: 9),
    ])
    func refusesWhatIsNoValueOrTooMuch(text: String) {
        #expect(throws: RedisError.self) {
            var buffer = ByteBuffer(string: text)
            _ = try RESPDecoder.value(&buffer)
        }
    }

    @Test func neverTrapsOnBytesOfAnyKind() {
        for _ in 0..<5000 {
            let bytes = (0..<Int.random(in: 0..<40)).map { _ in "+-:_#,($!=*~>%\r\n0123456789".utf8.randomElement() ?? 0
            }
            var buffer = ByteBuffer(bytes: bytes)
            _ = try? RESPDecoder.value(&buffer)
            #expect(buffer.readableBytes <= bytes.count)
        }
    }
}
