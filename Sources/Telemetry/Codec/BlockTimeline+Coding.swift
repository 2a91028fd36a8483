import GridModel

/// How the starts after the first are stored. The numbers are part of the format.
enum TimelineForm: UInt8 {
    /// The step.
    case regular = 0
    /// The step, the number of slots, one bit for each slot that has a reading.
    case bitmap = 1
    /// The step, then lengths of present and missing runs in turn, ending with a present one.
    case runs = 2
    /// Every difference.
    case deltas = 3
}

extension BlockTimeline {
    /// Bounds the memory that a hostile header can ask for.
    private static let maximumSlots: Int64 = 1 << 16
    /// Longer than the accepted range of time; keeps all arithmetic in bounds.
    private static let maximumStep: Int64 = 1 << 34

    /// Appends the starts after the first in the shortest form, and says which.
    func write(to bytes: inout [UInt8]) -> TimelineForm {
        switch self {
        case .regular(_, let step, _):
            bytes.append(varint: UInt64(step))
            return .regular
        case .listed(let starts):
            return Self.write(starts, to: &bytes)
        }
    }

    private static func write(_ starts: [Timestamp], to bytes: inout [UInt8]) -> TimelineForm {
        let differences = zip(starts, starts.dropFirst()).map { $1 - $0 }
        let step = differences.reduce(0, greatestCommonDivisor)
        guard step > 0, let first = starts.first, let last = starts.last else {
            bytes.append(varint: 1)
            return .regular
        }
        let slots = (last - first) / step + 1
        if slots == Int64(starts.count) {
            bytes.append(varint: UInt64(step))
            return .regular
        }
        var deltas: [UInt8] = []
        for difference in differences { deltas.append(varint: UInt64(difference)) }
        var best = deltas
        var form = TimelineForm.deltas

        var runs: [UInt8] = []
        runs.append(varint: UInt64(step))
        var present: Int64 = 1
        for difference in differences {
            if difference == step {
                present += 1
                continue
            }
            runs.append(varint: UInt64(present))
            runs.append(varint: UInt64(difference / step - 1))
            present = 1
        }
        runs.append(varint: UInt64(present))
        if runs.count < best.count {
            best = runs
            form = .runs
        }
        if slots <= maximumSlots, Int(slots / 8) + 3 < best.count {
            best = []
            best.append(varint: UInt64(step))
            best.append(varint: UInt64(slots))
            var bits = [UInt8](repeating: 0, count: Int((slots + 7) / 8))
            for start in starts {
                let slot = Int((start - first) / step)
                bits[slot / 8] |= 1 << UInt8(slot % 8)
            }
            best += bits
            form = .bitmap
        }
        bytes += best
        return form
    }

    /// Nil when the bytes are not `count` ascending starts from `first` in the accepted range.
    static func read(
        _ form: TimelineForm, count: Int, first: Timestamp, from reader: inout ByteReader
    ) -> BlockTimeline? {
        let room = Timestamp.acceptedRange.upperBound - 1 - first
        switch form {
        case .regular:
            guard let step = reader.integer(in: 1...maximumStep), Int64(count - 1) <= room / step else { return nil }
            return .regular(first: first, stepSeconds: step, count: count)
        case .bitmap:
            return readBitmap(count: count, first: first, room: room, from: &reader)
        case .runs:
            return readRuns(count: count, first: first, room: room, from: &reader)
        case .deltas:
            var offset: Int64 = 0
            var starts = [first]
            starts.reserveCapacity(count)
            while starts.count < count {
                guard let delta = reader.integer(in: 1...maximumStep), delta <= room - offset else { return nil }
                offset += delta
                starts.append(first + offset)
            }
            return .listed(starts)
        }
    }

    private static func readBitmap(
        count: Int, first: Timestamp, room: Int64, from reader: inout ByteReader
    ) -> BlockTimeline? {
        guard let step = reader.integer(in: 1...maximumStep),
            let slots = reader.integer(in: 1...min(maximumSlots, room / step + 1)),
            let bits = reader.slice(Int((slots + 7) / 8)), let firstByte = bits.first, firstByte & 1 == 1
        else { return nil }
        var starts: [Timestamp] = []
        starts.reserveCapacity(count)
        for slot in 0..<bits.count * 8 where bits[slot / 8] & (1 << UInt8(slot % 8)) != 0 {
            guard starts.count < count, Int64(slot) < slots else { return nil }
            starts.append(first + Int64(slot) * step)
        }
        return starts.count == count ? .listed(starts) : nil
    }

    private static func readRuns(
        count: Int, first: Timestamp, room: Int64, from reader: inout ByteReader
    ) -> BlockTimeline? {
        guard let step = reader.integer(in: 1...maximumStep) else { return nil }
        let maximumSlot = room / step
        var slot: Int64 = 0
        var starts: [Timestamp] = []
        starts.reserveCapacity(count)
        while true {
            guard let present = reader.integer(in: 1...Int64(count - starts.count)),
                slot + present - 1 <= maximumSlot
            else { return nil }
            for _ in 0..<present {
                starts.append(first + slot * step)
                slot += 1
            }
            if starts.count == count { return .listed(starts) }
            guard let missing = reader.integer(in: 1...maximumStep), missing <= maximumSlot - slot else { return nil }
            slot += missing
        }
    }

    private static func greatestCommonDivisor(_ a: Int64, _ b: Int64) -> Int64 {
        var (a, b) = (a, b)
        while b != 0 { (a, b) = (b, a % b) }
        return a
    }
}
