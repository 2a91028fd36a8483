import Foundation
import GridModel
import Testing

@testable import Interchange

@Suite struct ExportTextTests {
    private func text(_ write: (inout [UInt8]) -> Void) -> String {
        var bytes: [UInt8] = []
        write(&bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("meter-1", "meter-1"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("a\nb", "\"a\nb\""),
        ("=1+1", "\"'=1+1\""), ("+49", "\"'+49\""), ("-x", "\"'-x\""), ("@x", "\"'@x\""), ("\tx", "\"'\tx\""),
        ("'x", "\"''x\""), ("'=x", "\"''=x\""), ("x'", "x'"), ("", ""),
    ])
    func namesAreQuotedAndNeverFormulas(name: String, field: String) {
        #expect(text { TextBytes.append(csvField: name, to: &$0) } == field)
    }

    @Test(arguments: [
        (1.0, "1"), (-2.5, "-2.5"), (0.1, "0.1"), (-0.0, "-0.0"), (1e-7, "1e-07"), (1e300, "1e+300"),
        (.infinity, ""), (.nan, ""),
    ])
    func numbersReadBackAsTheSame(value: Double, expected: String) {
        let written = text { TextBytes.append(value, to: &$0) }
        #expect(written == expected)
        if value.isFinite { #expect(Double(written)?.bitPattern == value.bitPattern) }
    }

    @Test func everyMomentOfAYearReadsBackFromTheWallClock() throws {
        for zone in ["Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns", "UTC"] {
            var time = LocalTimeText(calendar: try #require(CityCalendar(identifier: zone)))
            let start = try #require(Timestamp(iso8601: "2026-01-01T00:00:00Z"))
            var seen: Set<String> = []
            for step in 0..<Int64(365 * 48) {
                let moment = start + step * 1800
                let written = text { time.append(moment, to: &$0) }
                #expect(Timestamp(iso8601: written) == moment)
                seen.insert(written)
            }
            #expect(seen.count == 365 * 48)
        }
    }

    @Test func anOffsetWithSecondsIsWrittenInUTC() throws {
        var time = LocalTimeText(calendar: try #require(CityCalendar(identifier: "Europe/Amsterdam")))
        let moment = try #require(Timestamp(iso8601: "1925-01-01T00:00:00Z"))
        let written = text { time.append(moment, to: &$0) }
        #expect(Timestamp(iso8601: written) == moment)
    }

    @Test func packedBytesUnpackToTheSame() throws {
        let packer = try #require(GzipDeflater())
        var plain: [UInt8] = []
        var packed: [UInt8] = []
        for piece in 0..<300 {
            let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: ($0 * piece) ^ ($0 >> 3)) }
            plain += bytes
            packed += packer.deflate(bytes)
        }
        packed += packer.deflate([], isLast: true)
        let inflater = try #require(GzipInflater())
        inflater.feed(packed)
        var unpacked: [UInt8] = []
        while !inflater.isAtEndOfMember {
            let piece = try #require(inflater.inflate(atMost: 4096))
            unpacked += piece
        }
        #expect(unpacked == plain)
    }
}
