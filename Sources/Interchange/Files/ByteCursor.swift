/// Takes bytes from a source by count, holding little more than what is taken at once.
struct ByteCursor {
    private let source: any ByteSource
    private var chunk: [UInt8] = []
    private var position = 0

    init(_ source: any ByteSource) {
        self.source = source
    }

    var progress: ReadProgress { source.progress }

    /// The next byte, which stays; nil at the end.
    mutating func peek() throws(ImportError) -> UInt8? {
        try fill() ? chunk[position] : nil
    }

    mutating func next() throws(ImportError) -> UInt8? {
        guard try fill() else { return nil }
        defer { position += 1 }
        return chunk[position]
    }

    /// The next `count` bytes; fewer at the end.
    mutating func take(_ count: Int) throws(ImportError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count, try fill() {
            let end = min(chunk.count, position + count - bytes.count)
            bytes += chunk[position..<end]
            position = end
        }
        return bytes
    }

    private mutating func fill() throws(ImportError) -> Bool {
        while position == chunk.count {
            chunk = try source.nextBytes()
            position = 0
            if chunk.isEmpty { return false }
        }
        return true
    }
}
