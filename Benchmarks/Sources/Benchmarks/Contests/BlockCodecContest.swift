import CZlibPeer
import GridModel
import Telemetry

/// The block codec against zlib, a day of a series at a time, checksum and header included.
enum BlockCodecContest {
    private static let day = Int(86_400 / YearOfReadings.intervalSeconds)

    static func make(_ year: YearOfReadings) -> [Contest] {
        let ours = { Result { try encode(year) } }
        let theirs = { deflate(year) }
        return [
            Contest(
                id: "block-encode", title: "day blocks of \(year.readingCount) readings made, on one core",
                unit: "readings/s", better: .higher,
                prepare: {
                    let blocks = try ours().get()
                    let streams = theirs()
                    func each(_ bytes: [[UInt8]]) -> String {
                        let hundredths = bytes.reduce(0) { $0 + $1.count } * 100 / year.readingCount
                        return "\(hundredths / 100).\(hundredths % 100 / 10)\(hundredths % 10)"
                    }
                    return ["\(each(blocks)) bytes a reading against \(each(streams)) by zlib."]
                },
                ours: Contestant(name: "BlockEncoder") { try await rate(year) { try ours().get().count } },
                peer: Contestant(name: "zlib, level 6, over the doubles") { try await rate(year) { theirs().count } }),
            Contest(
                id: "block-decode", title: "day blocks of \(year.readingCount) readings read, on one core",
                unit: "readings/s", better: .higher, prepare: { [] },
                ours: decoding("BlockCodec.decodeValues", { try ours().get() }, year) { block, values in
                    try block.withUnsafeBytes { try BlockCodec.decodeValues($0, into: values).count }
                },
                peer: decoding("zlib", theirs, year) { stream, values in
                    var length = uLongf(values.count * 8)
                    let target = UnsafeMutableRawBufferPointer(values).bindMemory(to: UInt8.self)
                    guard uncompress(target.baseAddress, &length, stream, uLong(stream.count)) == Z_OK else {
                        throw Disagreement("zlib could not read what it wrote")
                    }
                    return Int(length) / 8
                }),
        ]
    }

    private static func decoding(
        _ name: String, _ make: @escaping () throws -> [[UInt8]], _ year: YearOfReadings,
        _ decode: @escaping ([UInt8], UnsafeMutableBufferPointer<Double>) throws -> Int
    ) -> Contestant {
        Contestant(name: name) {
            let blocks = try make()
            return try await rate(year) {
                try withUnsafeTemporaryAllocation(of: Double.self, capacity: day) { values in
                    values.initialize(repeating: 0)
                    return try blocks.reduce(0) { $0 + (try decode($1, values)) }
                }
            }
        }
    }

    private static func rate(_ year: YearOfReadings, _ body: () throws -> Int) async throws -> Double {
        let (seconds, count) = try await seconds(body)
        guard count > 0 else { throw Disagreement("nothing was done") }
        return Double(year.readingCount) / seconds
    }

    private static func encode(_ year: YearOfReadings) throws -> [[UInt8]] {
        var encoder = BlockEncoder()
        var blocks: [[UInt8]] = []
        for values in year.loads {
            for first in stride(from: 0, to: values.count, by: day) {
                let start = year.start + Int64(first) * YearOfReadings.intervalSeconds
                let places = first..<min(values.count, first + day)
                _ = try values.withUnsafeBufferPointer {
                    try encoder.encode(
                        regularFrom: start, intervalSeconds: YearOfReadings.intervalSeconds,
                        values: UnsafeBufferPointer(rebasing: $0[places]))
                }
                blocks.append(encoder.payload)
            }
        }
        return blocks
    }

    private static func deflate(_ year: YearOfReadings) -> [[UInt8]] {
        year.loads.flatMap { values in
            stride(from: 0, to: values.count, by: day).map { first in
                let places = first..<min(values.count, first + day)
                return values.withUnsafeBytes { bytes in
                    let source = UnsafeRawBufferPointer(rebasing: bytes[places.lowerBound * 8..<places.upperBound * 8])
                    var length = compressBound(uLong(source.count))
                    return [UInt8](unsafeUninitializedCapacity: Int(length)) { target, count in
                        compress2(
                            target.baseAddress, &length, source.bindMemory(to: UInt8.self).baseAddress,
                            uLong(source.count), 6)
                        count = Int(length)
                    }
                }
            }
        }
    }
}
