package import GridModel

/// The query of a request, read strictly: every wrong parameter is named.
///
/// Reading collects faults instead of throwing, so that the client hears of all at once: read
/// everything, then call `check()`.
package struct QueryParameters: Sendable {
    private var values: [String: String] = [:]
    private var errors: [FieldError] = []

    /// Throws at once for parameters that are unknown, given twice or not readable as UTF-8.
    package init(_ query: String, allowed: Set<String>) throws(Problem) {
        for pair in query.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentCoding.decoded(parts[0]),
                let value = PercentCoding.decoded(parts.count > 1 ? parts[1] : "")
            else {
                errors.append(FieldError(field: String(parts[0].prefix(60)), message: "Not percent-encoded UTF-8."))
                continue
            }
            guard allowed.contains(name) else {
                let expected = allowed.isEmpty ? "no parameters" : "one of \(allowed.sorted().joined(separator: ", "))"
                errors.append(
                    FieldError(field: String(name.prefix(60)), message: "No such parameter.", expected: expected))
                continue
            }
            if values.updateValue(value, forKey: name) != nil {
                errors.append(FieldError(field: name, message: "Given more than once.", expected: "one value"))
            }
        }
        try check()
    }

    package func check() throws(Problem) {
        if !errors.isEmpty { throw .parameters(errors) }
    }

    package mutating func refuse(_ field: String, _ message: String, expected: String? = nil) {
        errors.append(FieldError(field: field, message: message, expected: expected))
    }

    // MARK: Values

    package func text(_ name: String) -> String? { values[name] }

    /// Something to look for, of 1 to 200 bytes.
    mutating func words(_ name: String) -> String? {
        guard let text = values[name] else { return nil }
        if (1...200).contains(text.utf8.count) { return text }
        refuse(name, text.isEmpty ? "Empty." : "Too long.", expected: "1 to 200 bytes")
        return nil
    }

    /// A whole number within a range.
    package mutating func integer<Number: FixedWidthInteger>(
        _ name: String, in range: ClosedRange<Number>
    ) -> Number? {
        guard let text = values[name] else { return nil }
        if let number = Number(text), range.contains(number), !text.hasPrefix("+") { return number }
        refuse(
            name, Number(text) == nil ? "Not a whole number." : "Not in range.",
            expected: range.upperBound == .max
                ? "an integer of at least \(range.lowerBound)"
                : "an integer from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    package mutating func identifier<Tag>(_ name: String) -> Identifier<Tag>? {
        integer(name, in: 1...Int64.max).map { Identifier($0) }
    }

    /// Several identifiers, separated by commas.
    package mutating func identifiers<Tag>(_ name: String) -> [Identifier<Tag>]? {
        guard let text = values[name] else { return nil }
        let words = text.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = words.compactMap { Int64($0) }.filter { $0 > 0 }
        if numbers.count == words.count { return numbers.map { Identifier($0) } }
        refuse(name, "Not a list of identifiers.", expected: "integers of at least 1, separated by commas")
        return nil
    }

    /// ISO 8601 with `Z` or an offset.
    package mutating func time(_ name: String) -> Timestamp? {
        guard let text = values[name] else { return nil }
        // A plus sign that was not encoded arrives as a space: 2026-11-23T09:00:00 01:00
        let repaired =
            text.count > 19 && text.dropFirst(11).contains(" ")
            ? text.prefix(11) + text.dropFirst(11).map { $0 == " " ? "+" : $0 } : Substring(text)
        if let time = Timestamp(iso8601: repaired), Timestamp.acceptedRange.contains(time) { return time }
        refuse(name, "Not a time.", expected: "ISO 8601 with Z or an offset, such as 2026-11-23T09:00:00Z")
        return nil
    }

    /// The members that an answer is to have; nil: all.
    mutating func fields(in place: FieldSelection.Place) -> FieldSelection? {
        guard let text = values["fields"] else { return nil }
        if let selection = FieldSelection(text, in: place) { return selection }
        refuse(
            "fields", "Not a list of members.",
            expected: "names separated by commas, at most \(FieldSelection.most), such as id,name or nextPeak.at")
        return nil
    }

    /// One of a fixed set of words.
    package mutating func choice<Choice: RawRepresentable & CaseIterable>(_ name: String) -> Choice?
    where Choice.RawValue == String {
        guard let text = values[name] else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        refuse(name, "Not known.", expected: Self.listed(Choice.self))
        return nil
    }

    /// Several of a fixed set of words, separated by commas.
    package mutating func choices<Choice: RawRepresentable & CaseIterable & Hashable>(_ name: String) -> Set<Choice>?
    where Choice.RawValue == String {
        guard let text = values[name] else { return nil }
        let words = text.split(separator: ",", omittingEmptySubsequences: false)
        let choices = words.compactMap { Choice(rawValue: String($0)) }
        if choices.count == words.count { return Set(choices) }
        refuse(name, "Not known.", expected: "some of \(Self.listed(Choice.self)), separated by commas")
        return nil
    }

    private static func listed<Choice: RawRepresentable & CaseIterable>(_: Choice.Type) -> String
    where Choice.RawValue == String {
        Choice.allCases.map(\.rawValue).joined(separator: ", ")
    }
}
