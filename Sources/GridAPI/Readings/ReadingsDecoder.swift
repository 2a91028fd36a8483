import GridModel
import Operations

/// Decodes `{"readings": [{seriesId | series, start, value, quality?}]}` strictly, noting every
/// wrong field instead of stopping at the first.
struct ReadingsDecoder {
    private(set) var items: [IncomingReading] = []
    /// The places of the items among those sent.
    private(set) var indices: [Int] = []
    private(set) var errors: [FieldError] = []
    /// What is wrong with items, the first fault of each, for those who take the others.
    private(set) var faults: [ReadingFault] = []
    private(set) var refusedCount = 0
    /// Something is wrong with the body as a whole.
    private(set) var isBodyWrong = false

    private let maximumItems: Int
    private var hasReadings = false
    /// Nil outside items.
    private var itemIndex: Int?
    private var isItemSound = true

    init(maximumItems: Int) {
        self.maximumItems = maximumItems
    }

    mutating func decode(_ bytes: [UInt8]) throws {
        var reader = try JSONReader(bytes)
        guard try reader.kind() == .object else {
            refuse("body", "Not an object.", expected: "an object with the member readings")
            try reader.skip()
            return try reader.end()
        }
        try reader.object { name, reader in
            guard name == "readings" else {
                refuse(String(name.prefix(60)), "No such member.", expected: "readings")
                return try reader.skip()
            }
            hasReadings = true
            guard try reader.kind() == .array else {
                refuse("readings", "Not an array.", expected: "an array of readings")
                return try reader.skip()
            }
            try reader.array { index, reader in
                guard index < maximumItems else {
                    throw Problem(
                        .contentTooLarge, "A request may hold at most \(maximumItems) readings; send several requests.")
                }
                try item(index, &reader)
            }
        }
        try reader.end()
        if !hasReadings {
            refuse("readings", "Missing.", expected: "an array of readings")
        } else if items.isEmpty, errors.isEmpty {
            refuse("readings", "Empty.", expected: "1 to \(maximumItems) readings")
        }
    }

    private mutating func item(_ index: Int, _ reader: inout JSONReader) throws {
        let place = "readings[\(index)]"
        (itemIndex, isItemSound) = (index, true)
        defer {
            itemIndex = nil
            if !isItemSound { refusedCount += 1 }
        }
        guard try reader.kind() == .object else {
            refuse(place, "Not an object.", expected: "a reading")
            return try reader.skip()
        }
        var draft = Draft()
        try reader.object { name, reader in try member(name, of: &draft, at: place, &reader) }
        if draft.targets == 0 {
            refuse("\(place).seriesId", "Missing.", expected: "seriesId or series")
        } else if draft.targets > 1 {
            refuse("\(place).series", "Given besides seriesId.", expected: "seriesId or series, not both")
        }
        if draft.sawStart == false { refuse("\(place).start", "Missing.", expected: Self.time) }
        if draft.sawValue == false { refuse("\(place).value", "Missing.", expected: "a number") }
        guard isItemSound, let target = draft.target, let start = draft.start, let value = draft.value
        else { return }
        items.append(
            IncomingReading(target: target, reading: Reading(start: start, value: value, quality: draft.quality)))
        indices.append(index)
    }

    private struct Draft {
        var targets = 0
        var target: IncomingReading.Target?
        var sawStart = false
        var start: Timestamp?
        var sawValue = false
        var value: Double?
        var quality = Quality.measured
    }

    private static let time = "ISO 8601 with Z or an offset, such as 2026-11-23T09:00:00Z"

    private mutating func member(
        _ name: String, of draft: inout Draft, at place: String, _ reader: inout JSONReader
    ) throws {
        switch name {
        case "seriesId":
            draft.targets += 1
            if case .number(let number) = try scalar(&reader), let id = number.integer, id >= 1 {
                draft.target = .number(SeriesID(id))
            } else {
                refuse("\(place).seriesId", "Not an id.", expected: "an integer of at least 1")
            }
        case "series":
            draft.targets += 1
            if case .string(let text) = try scalar(&reader), (1...200).contains(text.count) {
                draft.target = .externalName(text)
            } else {
                refuse("\(place).series", "Not a name.", expected: "an external name of 1 to 200 characters")
            }
        case "start":
            draft.sawStart = true
            if case .string(let text) = try scalar(&reader), let time = Timestamp(iso8601: text),
                Timestamp.acceptedRange.contains(time)
            {
                draft.start = time
            } else {
                refuse("\(place).start", "Not a time.", expected: Self.time)
            }
        case "value":
            draft.sawValue = true
            if case .number(let number) = try scalar(&reader) {
                draft.value = number.value
            } else {
                refuse("\(place).value", "Not a number.", expected: "a number")
            }
        case "quality":
            if case .string(let text) = try scalar(&reader), let quality = Quality(name: text) {
                draft.quality = quality
            } else {
                let known = Quality.allCases.map(\.name).joined(separator: ", ")
                refuse("\(place).quality", "Not known.", expected: known)
            }
        default:
            refuse(
                "\(place).\(name.prefix(60))", "No such member.", expected: "seriesId or series, start, value, quality")
            try reader.skip()
        }
    }

    private enum Scalar {
        case string(String)
        case number(JSONNumber)
        case other
    }

    /// Reads the next value, whatever it is.
    private func scalar(_ reader: inout JSONReader) throws -> Scalar {
        switch try reader.kind() {
        case .string: return .string(try reader.string())
        case .number: return .number(try reader.number())
        default:
            try reader.skip()
            return .other
        }
    }

    /// Notes a wrong field; a thousand are enough, so that a hostile body cannot fill the memory.
    private mutating func refuse(_ field: String, _ message: String, expected: String) {
        if let index = itemIndex {
            if isItemSound, faults.count < IngestReadings.faultsNamed {
                let name = String(field.drop { $0 != "." }.dropFirst())
                faults.append(ReadingFault(index: index, field: name, message: message, expected: expected))
            }
            isItemSound = false
        } else {
            isBodyWrong = true
        }
        guard errors.count < 1000 else { return }
        errors.append(FieldError(field: field, message: message, expected: expected))
    }
}
