import GridModel

extension BlockQualities {
    /// Appends the qualities; returns whether they are run-length coded rather than one code.
    func write(to bytes: inout [UInt8]) -> Bool {
        switch self {
        case .constant(let quality, _):
            bytes.append(quality.rawValue)
            return false
        case .listed(let qualities):
            guard let first = qualities.first, qualities.contains(where: { $0 != first }) else {
                bytes.append(qualities.first?.rawValue ?? 0)
                return false
            }
            var rest = qualities[...]
            while let quality = rest.first {
                let run = rest.prefix { $0 == quality }.count
                bytes.append(varint: UInt64(run))
                bytes.append(quality.rawValue)
                rest = rest.dropFirst(run)
            }
            return true
        }
    }

    /// Nil when the bytes are not `count` qualities.
    static func read(areRuns: Bool, count: Int, from reader: inout ByteReader) -> BlockQualities? {
        guard areRuns else {
            guard let quality = reader.byte().flatMap(Quality.init(rawValue:)) else { return nil }
            return .constant(quality, count: count)
        }
        var qualities: [Quality] = []
        qualities.reserveCapacity(count)
        while qualities.count < count {
            guard let run = reader.integer(in: 1...Int64(count - qualities.count)),
                let quality = reader.byte().flatMap(Quality.init(rawValue:))
            else { return nil }
            qualities.append(contentsOf: repeatElement(quality, count: Int(run)))
        }
        return .listed(qualities)
    }
}
