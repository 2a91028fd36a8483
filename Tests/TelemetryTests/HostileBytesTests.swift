import CTelemetryKernels
import GridModel
import Testing

@testable import Telemetry

/// No bytes trap, and none give a block that encoding would not have made.
@Suite struct HostileBytesTests {
    @Test func everyTruncationIsRefused() throws {
        var random = SeededGenerator(seed: 11)
        for _ in 0..<50 {
            let payload = try BlockCodec.encode(.random(using: &random)).payload
            for length in 0..<payload.count {
                #expect(throws: BlockCodecError.self) { try BlockCodec.decode(Array(payload.prefix(length))) }
            }
        }
    }

    @Test func everyFlippedBitIsRefused() throws {
        var random = SeededGenerator(seed: 12)
        for _ in 0..<20 {
            let payload = try BlockCodec.encode(.random(using: &random)).payload
            for bit in 0..<payload.count * 8 {
                var damaged = payload
                damaged[bit / 8] ^= 1 << UInt8(bit % 8)
                #expect(throws: BlockCodecError.self) { try BlockCodec.decode(damaged) }
            }
        }
    }

    @Test func randomBytesAreRefused() {
        var random = SeededGenerator(seed: 13)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...64, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            #expect(throws: BlockCodecError.self) { try BlockCodec.decode(bytes) }
        }
    }

    /// An attacker can compute a checksum: what lies behind it is checked by itself.
    @Test func damageUnderAValidChecksumNeverTraps() throws {
        var random = SeededGenerator(seed: 14)
        var accepted = 0
        var refused: Set<BlockCodecError> = []
        for _ in 0..<15_000 {
            var body = Array(try BlockCodec.encode(.random(using: &random)).payload.dropLast(4))
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                // Most of what can go wrong is in the first bytes.
                let place = Bool.random(using: &random) ? min(24, body.count) : body.count
                body[Int.random(in: 1..<place, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if Int.random(in: 0...9, using: &random) == 0 {
                body.removeLast(Int.random(in: 0..<body.count - 2, using: &random))
            }
            do throws(BlockCodecError) {
                let block = try BlockCodec.decode(sealed(body))
                accepted += 1
                #expect(block.count <= BlockCodec.maximumCount)
                #expect(zip(block.starts, block.starts.dropFirst()).allSatisfy { $0 < $1 })
                let again = try BlockCodec.encode(block).payload
                let decoded = try BlockCodec.decode(again)
                #expect(decoded == block)
            } catch {
                refused.insert(error)
            }
        }
        #expect(accepted > 1000)
        #expect(
            refused == [.corrupt(.header), .corrupt(.timestamps), .corrupt(.qualities), .corrupt(.values)])
    }

    @Test func randomBytesUnderAValidChecksumNeverTrap() {
        var random = SeededGenerator(seed: 15)
        for _ in 0..<20_000 {
            let body =
                [1]
                + (0..<Int.random(in: 2...80, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
            _ = try? BlockCodec.decode(sealed(body))
        }
    }

    @Test func randomColumnsNeverTrapTheKernel() {
        var random = SeededGenerator(seed: 16)
        var values = [Double](repeating: 0, count: 4096)
        for _ in 0..<50_000 {
            // An exact allocation, so that a checker of addresses would see a read past its end.
            let bytes = (0..<Int.random(in: 1...96, using: &random)).map { _ in UInt8.random(in: 0...60, using: &random)
            }
            let count = Int.random(in: 0...100, using: &random)
            let result = ctk_decode_values(UInt8.random(in: 0...7, using: &random), bytes, bytes.count, &values, count)
            #expect(result == 0 || result == -1)
        }
    }

    @Test func refusesAnotherVersion() throws {
        var body = Array(try BlockCodec.encode(ReadingBlock([Reading(start: .epoch, value: 1)])).payload.dropLast(4))
        body[0] = 9
        #expect(throws: BlockCodecError.unsupportedVersion(9)) { try BlockCodec.decode(sealed(body)) }
    }

    @Test func checksumIsCastagnolis() {
        // RFC 3720, appendix B.4.
        #expect(ctk_crc32c(Array("123456789".utf8), 9) == 0xe306_9283)
        #expect(ctk_crc32c([UInt8](repeating: 0, count: 32), 32) == 0x8a91_36aa)
        var random = SeededGenerator(seed: 17)
        for length in 0..<200 {
            let bytes = (0..<max(1, length)).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(ctk_crc32c(bytes, length) == ctk_crc32c_portable(bytes, length))
        }
    }

    private func sealed(_ body: [UInt8]) -> [UInt8] {
        body
            + body.withUnsafeBytes { bytes in
                var tail: [UInt8] = []
                tail.append(littleEndian: BlockLayout.checksum(of: bytes, length: bytes.count))
                return tail
            }
    }
}
