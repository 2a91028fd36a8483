import Interchange
import Testing

@Suite struct TextEncodingTests {
    static let text = "Zähler;Größe „kWh“ – 5 €;😀\nMöhre;ÿ;x\n"

    @Test(arguments: [1, 2, 3, 5, 1 << 16])
    func windows1252IsToldAndRead(chunk: Int) throws {
        let text = "Zähler;Größe „kWh“ – 5 €\nMöhre;ÿ\n"
        let bytes = text.unicodeScalars.map { scalar -> UInt8 in
            switch scalar {
            case "„": 0x84
            case "“": 0x93
            case "–": 0x96
            case "€": 0x80
            default: UInt8(scalar.value)
            }
        }
        #expect(try TextEncoding.guess(from: MemoryByteSource(bytes, chunkSize: chunk)) == .windows1252)
        #expect(try decoded(MemoryByteSource(bytes, chunkSize: chunk), .windows1252) == text)
    }

    @Test(arguments: [1, 2, 3, 5, 7, 1 << 16])
    func utf8IsToldWhereverItsPiecesEnd(chunk: Int) throws {
        let source = MemoryByteSource(Self.text, chunkSize: chunk)
        #expect(try TextEncoding.guess(from: source) == .utf8)
        #expect(try decoded(MemoryByteSource(Self.text, chunkSize: chunk), .utf8) == Self.text)
    }

    @Test(arguments: [1, 2, 3, 5, 1 << 16], [true, false])
    func utf16IsToldByItsMark(chunk: Int, isBigEndian: Bool) throws {
        let bytes = ("\u{feff}" + Self.text).utf16.flatMap { unit -> [UInt8] in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xff))
            return isBigEndian ? [high, low] : [low, high]
        }
        #expect(try TextEncoding.guess(from: MemoryByteSource(bytes, chunkSize: chunk)) == .utf16)
        #expect(try decoded(MemoryByteSource(bytes, chunkSize: chunk), .utf16) == Self.text)
    }

    @Test func hostileBytesBecomeReplacementsAndNeverTrap() throws {
        var state: UInt64 = 7
        for encoding in TextEncoding.allCases where encoding != .utf8 {
            for length in 0..<200 {
                let bytes = (0..<length).map { _ in
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return UInt8(state >> 56)
                }
                let text = try decodedBytes(MemoryByteSource(bytes, chunkSize: 3), encoding)
                #expect(String(validating: text, as: UTF8.self) != nil)
                _ = try TextEncoding.guess(from: MemoryByteSource(bytes, chunkSize: 3))
            }
        }
    }

    private func decoded(_ source: any ByteSource, _ encoding: TextEncoding) throws -> String {
        String(decoding: try decodedBytes(source, encoding), as: UTF8.self)
    }

    private func decodedBytes(_ source: any ByteSource, _ encoding: TextEncoding) throws -> [UInt8] {
        let source = DecodedByteSource(source, encoding)
        var all: [UInt8] = []
        while case let bytes = try source.nextBytes(), !bytes.isEmpty { all += bytes }
        return all
    }
}
