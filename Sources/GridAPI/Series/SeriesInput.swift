import GridModel
import Operations

/// Reads the body of POST /series strictly, noting every wrong member.
struct SeriesInput {
    private static let members = "externalName, name, assetKind, assetId or assetCode, quantity, intervalSeconds"

    private var errors: [FieldError] = []
    private var texts: [String: String] = [:]
    private var numbers: [String: Int64] = [:]

    /// Throws 400 for text that is not JSON, and 422 that names every wrong member.
    static func draft(json bytes: [UInt8]) throws -> SeriesDraft {
        var input = SeriesInput()
        do {
            var reader = try JSONReader(bytes)
            try input.read(&reader)
            try reader.end()
        } catch let malformed as JSONReader.Malformed {
            throw Problem.malformed(malformed)
        }
        return try input.draft()
    }

    static let mostItems = 1000

    /// Of `{"items": […]}`, each as it is or with what is wrong with it.
    /// - Throws: `Problem` for a body that cannot be taken item by item.
    static func drafts(json bytes: [UInt8]) throws -> [Result<SeriesDraft, Problem>] {
        var items: [Result<SeriesDraft, Problem>] = []
        do {
            var reader = try JSONReader(bytes)
            guard try reader.kind() == .object else { throw notItems }
            try reader.object { name, reader in
                guard name == "items", try reader.kind() == .array else { throw notItems }
                try reader.array { index, reader in
                    guard index < mostItems else { throw notItems }
                    var input = SeriesInput()
                    try input.read(&reader)
                    items.append(Result { () throws(Problem) in try input.draft() })
                }
            }
            try reader.end()
        } catch let malformed as JSONReader.Malformed {
            throw Problem.malformed(malformed)
        }
        guard !items.isEmpty else { throw notItems }
        return items
    }

    private static let notItems = Problem.unprocessable([
        FieldError(
            field: "items", message: "Not some items.",
            expected: "an array of 1 to \(mostItems) series, and nothing else")
    ])

    private mutating func read(_ reader: inout JSONReader) throws {
        guard try reader.kind() == .object else {
            errors.append(FieldError(field: "body", message: "Not an object.", expected: "an object"))
            return try reader.skip()
        }
        try reader.object { name, reader in
            let kind = try reader.kind()
            switch (name, kind) {
            case ("externalName", .string), ("name", .string), ("assetKind", .string), ("assetCode", .string),
                ("quantity", .string):
                texts[name] = try reader.string()
            case ("assetId", .number), ("intervalSeconds", .number):
                guard let number = try reader.number().integer, number >= 1 else {
                    errors.append(
                        FieldError(field: name, message: "Not in range.", expected: "an integer of at least 1"))
                    return
                }
                numbers[name] = number
            case ("externalName", _), ("name", _), ("assetKind", _), ("assetCode", _), ("quantity", _):
                if !(name == "name" && kind == .null) {
                    errors.append(FieldError(field: name, message: "Not a string.", expected: "a string"))
                }
                try reader.skip()
            case ("assetId", _), ("intervalSeconds", _):
                errors.append(FieldError(field: name, message: "Not a number.", expected: "an integer of at least 1"))
                try reader.skip()
            default:
                errors.append(
                    FieldError(field: String(name.prefix(60)), message: "No such member.", expected: Self.members))
                try reader.skip()
            }
        }
    }

    private mutating func draft() throws(Problem) -> SeriesDraft {
        let kind: SubjectKind? = choice("assetKind")
        let quantity: Quantity? = choice("quantity")
        for (name, isThere) in [
            ("externalName", texts["externalName"] != nil), ("intervalSeconds", numbers["intervalSeconds"] != nil),
        ] where !isThere && !errors.contains(where: { $0.field == name }) {
            errors.append(FieldError(field: name, message: "Missing.", expected: "a value"))
        }
        let place = place()
        guard errors.isEmpty, let kind, let quantity, let place, let externalName = texts["externalName"],
            let interval = numbers["intervalSeconds"]
        else { throw Problem.unprocessable(errors) }
        return SeriesDraft(
            externalName: externalName, name: texts["name"], kind: kind, place: place, quantity: quantity,
            intervalSeconds: interval)
    }

    private mutating func place() -> SeriesDraft.Place? {
        switch (numbers["assetId"], texts["assetCode"]) {
        case (let id?, nil): return .number(id)
        case (nil, let code?): return .code(code)
        case (.some, .some):
            errors.append(
                FieldError(
                    field: "assetCode", message: "Given besides assetId.", expected: "assetId or assetCode, not both"))
        case (nil, nil):
            if !errors.contains(where: { $0.field == "assetId" || $0.field == "assetCode" }) {
                errors.append(FieldError(field: "assetId", message: "Missing.", expected: "assetId or assetCode"))
            }
        }
        return nil
    }

    private mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String) -> Choice? {
        if let text = texts[name], let choice = Choice(rawValue: text) { return choice }
        if !errors.contains(where: { $0.field == name }) {
            errors.append(
                FieldError(
                    field: name, message: texts[name] == nil ? "Missing." : "Not known.",
                    expected: "one of \(Choice.allCases.map(\.rawValue).joined(separator: ", "))"))
        }
        return nil
    }
}
