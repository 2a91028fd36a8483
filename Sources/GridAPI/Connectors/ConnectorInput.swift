package import Operations

/// What a client sends to PUT /connectors/{name}: the settings that change; what is not named stays.
package struct ConnectorInput: Hashable, Sendable {
    package private(set) var change = ConnectorChange()
    private var errors: [FieldError] = []

    /// Throws 400 for text that is not JSON and 422 with every wrong field.
    package init(json bytes: [UInt8]) throws(Problem) {
        do {
            var reader = try JSONReader(bytes)
            if try reader.kind() == .object {
                try reader.object { name, reader in try member(name, &reader) }
            } else {
                refuse("body", "Not an object.", expected: "an object of settings")
                try reader.skip()
            }
            try reader.end()
        } catch let malformed as JSONReader.Malformed {
            throw .malformed(malformed)
        } catch {
            throw .internalError
        }
        guard errors.isEmpty else { throw .unprocessable(errors) }
    }

    private mutating func member(_ name: String, _ reader: inout JSONReader) throws {
        switch name {
        case "isEnabled":
            if try reader.kind() == .boolean {
                change.isEnabled = try reader.boolean()
            } else {
                refuse(name, "Not a truth value.", expected: "true or false")
                try reader.skip()
            }
        case "baseUrl":
            if try reader.kind() == .string {
                change.baseURL = try reader.string()
            } else {
                refuse(name, "Not a text.", expected: "https://host")
                try reader.skip()
            }
        case "intervalSeconds":
            change.intervalSeconds = try whole(name, in: ConnectorChange.intervals, &reader)
        case "dailyCalls":
            change.dailyCalls = try whole(name, in: ConnectorChange.dailyCallsRange, &reader)
        case "backfillDays":
            change.backfillDays = try whole(name, in: ConnectorChange.backfills, &reader)
        case "radiusKm": try radius(&reader)
        case "apiKey": try key(&reader)
        default:
            refuse(
                String(name.prefix(60)), "No such member.",
                expected: "isEnabled, baseUrl, intervalSeconds, dailyCalls, backfillDays, radiusKm, apiKey")
            try reader.skip()
        }
    }

    private mutating func whole<Number: FixedWidthInteger>(
        _ name: String, in range: ClosedRange<Number>, _ reader: inout JSONReader
    ) throws -> Number? {
        if try reader.kind() == .number {
            let number = try reader.number().integer.flatMap { Number(exactly: $0) }
            if let number, range.contains(number) { return number }
        } else {
            try reader.skip()
        }
        refuse(name, "Not in range.", expected: "an integer from \(range.lowerBound) to \(range.upperBound)")
        return nil
    }

    /// Printable ASCII, as a header takes it; null takes it away. What is wrong with it is said without showing it.
    private mutating func key(_ reader: inout JSONReader) throws {
        switch try reader.kind() {
        case .null:
            try reader.skip()
            change.key = .remove
        case .string:
            let text = try reader.string()
            if (1...500).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) {
                change.key = .set(text)
            } else {
                refuse("apiKey", "Not a key.", expected: "1 to 500 characters of printable ASCII without spaces")
            }
        default:
            refuse("apiKey", "Not a text.", expected: "a key, or null to take it away")
            try reader.skip()
        }
    }

    private mutating func radius(_ reader: inout JSONReader) throws {
        let range = ConnectorChange.radii
        if try reader.kind() == .number {
            let number = try reader.number().value
            if range.contains(number) {
                change.radiusKm = number
                return
            }
        } else {
            try reader.skip()
        }
        refuse("radiusKm", "Not in range.", expected: "a number from \(range.lowerBound) to \(range.upperBound)")
    }

    private mutating func refuse(_ field: String, _ message: String, expected: String) {
        guard errors.count < Problem.shownErrors else { return }
        errors.append(FieldError(field: field, message: message, expected: expected))
    }
}
