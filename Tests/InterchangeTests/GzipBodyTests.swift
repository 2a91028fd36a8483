import Foundation
import Testing

@testable import Interchange

@Suite struct GzipBodyTests {
    /// `printf 'load,series=a value=1 900\n%.0s' $(seq 100) | gzip -9`
    private let packed = Array(
        Data(
            base64Encoded:
                "H4sIAAAAAAACA8vJT0zRKU4tykwttk1UKEvMKU21NVSwNDDgyhmVGZUZlRmVGZUZlRmVGZUZlRnBMgBWrjsZKAoAAA=="
        ) ?? Data())
    private let plain = Array(String(repeating: "load,series=a value=1 900\n", count: 100).utf8)

    @Test func unpacksWhatGzipPacked() throws {
        #expect(GzipBody.declaredSize(packed) == plain.count)
        #expect(try GzipBody.inflate(packed, upTo: plain.count) == plain)
    }

    @Test func stopsAtTheLimit() {
        #expect(throws: GzipBody.Failure.tooLarge(limit: plain.count - 1)) {
            try GzipBody.inflate(packed, upTo: plain.count - 1)
        }
    }

    @Test func everyBodyCutShortIsRefused() {
        for length in 0..<packed.count {
            #expect(throws: GzipBody.Failure.notGzip) { try GzipBody.inflate(Array(packed[..<length]), upTo: 10_000) }
        }
    }

    @Test func everyDamagedByteIsNoticed() {
        // The header's modification time, flags of speed and operating system may be anything.
        for index in packed.indices where !(4...9).contains(index) {
            var damaged = packed
            damaged[index] ^= 0xFF
            #expect(throws: GzipBody.Failure.self) { try GzipBody.inflate(damaged, upTo: 10_000) }
        }
    }
}
