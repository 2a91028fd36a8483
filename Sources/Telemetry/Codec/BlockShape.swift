/// How the values that `BlockCodec.decodeValues` wrote lie in time, and how they came to be.
public struct BlockShape: Hashable, Sendable {
    public let count: Int
    public let timeline: BlockTimeline
    public let qualities: BlockQualities

    init(count: Int, timeline: BlockTimeline, qualities: BlockQualities) {
        self.count = count
        self.timeline = timeline
        self.qualities = qualities
    }
}
