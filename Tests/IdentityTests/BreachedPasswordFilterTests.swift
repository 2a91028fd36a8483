import Foundation
import GridModel
import Testing

@testable import Identity

@Suite struct BreachedPasswordFilterTests {
    private let filter = BreachedPasswordFilter(
        passwords: 20_000, minimumCount: 3, oneIn: 100, madeAt: Timestamp(secondsSinceEpoch: 1_795_424_400))

    /// As it stands in the lists of *Have I Been Pwned*; é in one scalar or in two is the same password.
    @Test func knowsAPasswordByItsSHA1() {
        #expect(BreachedHash(of: "password").hex == "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8")
        #expect(BreachedHash(of: "cafe\u{301}") == BreachedHash(of: "caf\u{e9}"))
        #expect(BreachedHash(head: 1, first: 2, second: 3, third: 4).hex == "0000000000000001000000020000000300000004")
    }

    /// What is in is found; of what is not, about as much as was asked for.
    @Test func findsAllThatIsInItAndFewOthers() {
        let size = BreachedPasswordFilter.blockBytes
        var blocks = [UInt8](repeating: 0, count: Int(filter.byteCount))
        for number in 0..<20_000 {
            let hash = BreachedHash(of: "leaked \(number)")
            let start = Int(filter.offset(of: hash))
            blocks.withUnsafeMutableBytes { bytes in
                filter.add(hash, to: UnsafeMutableRawBufferPointer(rebasing: bytes[start..<start + size]))
            }
        }
        #expect(blocks[..<size].allSatisfy { $0 == 0 }, "the header's block was written to")
        func isFound(_ password: String) -> Bool {
            let hash = BreachedHash(of: password)
            let start = Int(filter.offset(of: hash))
            return filter.contains(hash, in: Array(blocks[start..<start + size]))
        }
        #expect((0..<20_000).allSatisfy { isFound("leaked \($0)") })
        let wrong = (0..<20_000).filter { isFound("not leaked \($0)") }.count
        #expect((120..<280).contains(wrong), "\(wrong) of 20000 instead of about 200")
    }

    /// So that a list in the order of hashes fills the file from its beginning to its end.
    @Test func blocksAreInTheOrderOfHashes() {
        let heads: [UInt64] = [0, 1 << 32, 1 << 62, 1 << 63, .max]
        let offsets = heads.map { filter.offset(of: BreachedHash(head: $0, first: 0, second: 0, third: 0)) }
        #expect(offsets == offsets.sorted())
        #expect(offsets.first == 4096 && offsets.last == filter.byteCount - 4096)
    }

    /// The sizes that docs/operations/breached-passwords.md tells, in MB.
    @Test(arguments: [
        (10_000_000, 10_000, 24), (100_000_000, 10_000, 244), (1_000_000_000, 10_000, 2444),
        (10_000_000, 1000, 18), (100_000_000, 1000, 183), (1_000_000_000, 1000, 1833),
    ])
    func isAsLargeAsItIsDocumented(passwords: Int64, oneIn: Int64, megabytes: Int64) {
        let filter = BreachedPasswordFilter(passwords: passwords, minimumCount: 1, oneIn: oneIn, madeAt: .epoch)
        #expect(filter.byteCount / 1_000_000 == megabytes)
    }

    @Test func readsBackWhatItWroteAndNothingElse() throws {
        let header = filter.header(checksum: [UInt8](repeating: 7, count: 32))
        let (read, checksum) = try #require(BreachedPasswordFilter.read(header))
        #expect(read == filter && checksum == [UInt8](repeating: 7, count: 32))
        for place in [0, 7, 8, 40, 60, 100] {
            var other = header
            other[place] ^= 1
            #expect(BreachedPasswordFilter.read(other) == nil, "byte \(place)")
        }
        #expect(BreachedPasswordFilter.read(Array(header.dropLast())) == nil)
        #expect(BreachedPasswordFilter.read([]) == nil)
    }
}
