/// What a Green Button feed says of one meter reading: where it stands in the feed's tree, and what its numbers mean.
struct GreenButtonFeed {
    private static let remembered = 100_000

    /// An Atom entry.
    struct Entry {
        var path = ""
        var up = ""
        var related: [String] = []
        var title = ""
    }

    private var pointTitles: [String: String] = [:]
    private var readings: [String: Entry] = [:]
    private var kinds: [String: GreenButtonKind] = [:]

    mutating func addPoint(_ entry: Entry) {
        if pointTitles.count < Self.remembered { pointTitles[entry.path] = entry.title }
    }

    mutating func addReading(_ entry: Entry) {
        if readings.count < Self.remembered { readings[entry.path] = entry }
    }

    mutating func addKind(_ kind: GreenButtonKind, _ entry: Entry) {
        if kinds.count < Self.remembered { kinds[entry.path] = kind }
    }

    /// The meter reading that a block of intervals belongs to: the one that its own place names, or else the only one.
    func reading(of block: Entry) -> String? {
        for path in [block.path, block.up] {
            if let end = path.firstRange(of: "/IntervalBlock")?.lowerBound, readings[String(path[..<end])] != nil {
                return String(path[..<end])
            }
        }
        return readings.count == 1 ? readings.keys.first : nil
    }

    func kind(of reading: String) -> GreenButtonKind? {
        let named = readings[reading]?.related.lazy.compactMap { kinds[$0] }.first
        return named ?? (kinds.count == 1 ? kinds.values.first : nil)
    }

    /// What the meter reading may be called: by its usage point's title or number, or by its own title.
    func names(of reading: String) -> [String] {
        let point = reading.firstRange(of: "/MeterReading").map { String(reading[..<$0.lowerBound]) } ?? reading
        let number = point.split(separator: "/").last.map(String.init)
        return [pointTitles[point], readings[reading]?.title, number].compactMap { $0?.isEmpty == false ? $0 : nil }
    }
}
