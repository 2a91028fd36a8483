import GridModel
import Interchange

/// Which reading of which series a line of line protocol is.
struct LineMapping {
    private static let value = Array("value".utf8)
    private static let quality = Array("quality".utf8)

    /// The first whose tags a line has names its series.
    let templates: [SeriesTemplate]
    let precision: LinePrecision

    /// - Parameter index: of all the lines; nil: each its own.
    func read(
        _ bytes: UnsafeBufferPointer<UInt8>, into given: consuming BatchDraft, index: Int? = nil
    ) -> BatchDraft {
        var draft = given
        var line = LineProtocolReader(bytes)
        var name: [UInt8] = []
        while true {
            do throws(LineProtocolFault) {
                guard try line.next() else { return draft }
                add(line, to: &draft, at: index ?? line.lineIndex, &name)
            } catch {
                draft.refuse(at: index ?? line.lineIndex, "line", error.message, expected: error.expected)
            }
        }
    }

    /// - Parameter name: memory for the series' name.
    private func add(
        _ line: LineProtocolReader, to draft: inout BatchDraft, at index: Int, _ name: inout [UInt8]
    ) {
        guard let timestamp = line.timestamp, let start = precision.moment(timestamp) else {
            return draft.refuse(
                at: index, "timestamp",
                line.timestamp == nil ? "The line has no timestamp." : "The timestamp is not a whole second.",
                expected: "the start of the interval, in units of the request's precision since 1970")
        }
        guard let quality = quality(of: line) else {
            return draft.refuse(
                at: index, "quality", "The quality is not known.",
                expected: Quality.allCases.map(\.name).joined(separator: ", "))
        }
        guard let template = templates.first(where: { $0.write(line, field: nil, into: &name) }) else {
            return draft.refuse(
                at: index, "series", "No tag of the line names a series.",
                expected: "tags as in \(templates.map(\.text).joined(separator: " or "))")
        }
        var isAny = false
        for field in line.fields where !line.equals(field.key, Self.quality) {
            isAny = true
            guard template.hasField || line.equals(field.key, Self.value) else {
                draft.refuse(
                    at: index, text(field.key, of: line), "The series has one value, the field `value`.",
                    expected: "no fields but value and quality")
                continue
            }
            guard case .number(let value) = field.value else {
                draft.refuse(at: index, text(field.key, of: line), "The field is not a number.", expected: "a number")
                continue
            }
            if template.hasField { _ = template.write(line, field: field.key, into: &name) }
            name.withUnsafeBufferPointer { name in
                draft.add(name, Reading(start: start, value: value, quality: quality), at: index) {
                    proposal(template, line, field)
                }
            }
        }
        if !isAny { draft.refuse(at: index, "value", "The line has no value.", expected: "a field with a number") }
    }

    /// From the field or the tag `quality`; measured without; nil when it is not one.
    private func quality(of line: LineProtocolReader) -> Quality? {
        if let field = line.fields.first(where: { line.equals($0.key, Self.quality) }) {
            guard case .text(let range) = field.value else { return nil }
            return Quality(name: text(range, isText: true, of: line))
        }
        guard let tag = line.tags.first(where: { line.equals($0.key, Self.quality) }) else { return .measured }
        return Quality(name: text(tag.value, of: line))
    }

    private func proposal(
        _ template: SeriesTemplate, _ line: LineProtocolReader, _ field: LineField
    ) -> SeriesProposal? {
        var name: [UInt8] = []
        guard template.write(line, field: nil, into: &name) else { return nil }
        let meter = String(decoding: name, as: UTF8.self).trimmingPrefix { $0.isPunctuation }
        let end = meter.lastIndex { !$0.isPunctuation } ?? meter.startIndex
        return SeriesProposal(
            meter: meter.isEmpty ? "" : String(meter[...end]), field: text(field.key, of: line))
    }

    private func text(_ range: Range<Int>, isText: Bool = false, of line: LineProtocolReader) -> String {
        var bytes: [UInt8] = []
        line.append(range, isText: isText, to: &bytes)
        return String(String(decoding: bytes, as: UTF8.self).prefix(60))
    }
}
