import Foundation
import Interchange
import Testing

@Suite struct FileByteSourceTests {
    /// `printf 'start,value\n1,2\n' | gzip -n`
    static let gzip: [UInt8] = [
        0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0x2b, 0x2e, 0x49, 0x2c, 0x2a, 0xd1, 0x29, 0x4b, 0xcc, 0x29, 0x4d,
        0xe5,
        0x32, 0xd4, 0x31, 0xe2, 0x02, 0x00, 0x5d, 0xc2, 0x32, 0x19, 0x10, 0, 0, 0,
    ]

    @Test func readsPlainFilesWhole() throws {
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        #expect(try read(bytes) == bytes)
        #expect(try read([]) == [])
    }

    @Test func unpacksGzipAndSeveralMembers() throws {
        let plain = Array("start,value\n1,2\n".utf8)
        #expect(try read(Self.gzip) == plain)
        #expect(try read(Self.gzip + Self.gzip) == plain + plain)
    }

    @Test func refusesDamagedGzip() throws {
        for cut in [3, 12, 20, Self.gzip.count - 1] {
            #expect(throws: ImportError.self) { try read(Array(Self.gzip.prefix(cut))) }
        }
        var damaged = Self.gzip
        damaged[Self.gzip.count - 6] ^= 1
        #expect(throws: ImportError.self) { try read(damaged) }
        #expect(throws: ImportError.self) { try read(Self.gzip + [1, 2, 3]) }
    }

    @Test func namesAFileThatCannotBeRead() throws {
        let missing = FileManager.default.temporaryDirectory.appending(path: "no-such-file.csv").path
        #expect(throws: ImportError.cannotRead(file: missing, reason: "No such file or directory")) {
            try FileByteSource(path: missing)
        }
        #expect(throws: ImportError.self) { try FileByteSource(path: FileManager.default.temporaryDirectory.path) }
    }

    private func read(_ bytes: [UInt8]) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appending(path: "source-\(UUID()).csv")
        try Data(bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let source = try FileByteSource(path: file.path)
        var read: [UInt8] = []
        while true {
            let chunk = try source.nextBytes()
            if chunk.isEmpty { break }
            read += chunk
        }
        #expect(source.progress.bytesRead == bytes.count)
        #expect(source.progress.fraction == 1)
        return read
    }
}
