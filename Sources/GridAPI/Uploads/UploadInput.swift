package import Operations

/// What a client sends to have an upload previewed or imported: `{"mapping": {…}, "dryRun": false}`.
package struct UploadInput: Hashable, Sendable {
    package let mapping: UploadMapping
    package let isDryRun: Bool

    /// Throws 400 for text that is not JSON of the kind we take, and 422 with every wrong field.
    package init(json bytes: [UInt8]) throws(Problem) {
        var decoder = UploadInputDecoder()
        do {
            try decoder.decode(bytes)
        } catch let malformed as JSONReader.Malformed {
            throw .malformed(malformed)
        } catch {
            throw .internalError
        }
        guard decoder.errors.isEmpty, let mapping = decoder.mapping else { throw .unprocessable(decoder.errors) }
        self.mapping = mapping
        isDryRun = decoder.isDryRun
    }
}

/// Decodes an `UploadInput` strictly, noting every wrong field instead of stopping at the first.
struct UploadInputDecoder {
    private(set) var mapping: UploadMapping?
    private(set) var isDryRun = false
    private(set) var errors: [FieldError] = []

    private struct Draft {
        var texts: [String: String] = [:]
        var columns: [String]?
        var isDecimalComma = false
        var usagePoints: [String: String]?
    }

    private static let texts = [
        "layout", "start", "series", "value", "quality", "unit", "timeZone", "delimiter", "dateFormat", "encoding",
    ]
    private static let expectedColumn = "a column's name of 1 to 500 characters"

    mutating func decode(_ bytes: [UInt8]) throws {
        var reader = try JSONReader(bytes)
        var hasMapping = false
        guard try reader.kind() == .object else {
            refuse("body", "Not an object.", expected: "an object with the member mapping")
            try reader.skip()
            return try reader.end()
        }
        try reader.object { name, reader in
            switch name {
            case "mapping" where try reader.kind() == .object:
                hasMapping = true
                var draft = Draft()
                try reader.object { name, reader in try member(name, of: &draft, &reader) }
                finish(draft)
            case "dryRun" where try reader.kind() == .boolean: isDryRun = try reader.boolean()
            case "mapping":
                hasMapping = true
                refuse("mapping", "Not an object.", expected: "what the columns mean")
                try reader.skip()
            case "dryRun":
                refuse("dryRun", "Not a boolean.", expected: "true or false")
                try reader.skip()
            default:
                refuse(String(name.prefix(60)), "No such member.", expected: "mapping, dryRun")
                try reader.skip()
            }
        }
        try reader.end()
        if !hasMapping { refuse("mapping", "Missing.", expected: "what the columns mean") }
    }

    /// `null` stands for a member that is not given, as the guess writes it.
    private mutating func member(_ name: String, of draft: inout Draft, _ reader: inout JSONReader) throws {
        let place = "mapping.\(name.prefix(60))"
        let kind = try reader.kind()
        switch name {
        case _ where kind == .null && (Self.texts + ["columns", "decimalComma", "usagePoints"]).contains(name):
            try reader.skip()
        case _ where Self.texts.contains(name) && kind == .string:
            let text = try reader.string()
            if (1...500).contains(text.count) {
                draft.texts[name] = text
            } else {
                refuse(place, "Too long or empty.", expected: Self.expectedColumn)
            }
        case "columns" where kind == .array:
            var columns: [String] = []
            try reader.array { index, reader in
                guard try reader.kind() == .string else {
                    refuse("\(place)[\(index)]", "Not a name.", expected: Self.expectedColumn)
                    return try reader.skip()
                }
                columns.append(try reader.string())
            }
            draft.columns = columns
        case "usagePoints" where kind == .object:
            var points: [String: String] = [:]
            try reader.object { name, reader in
                guard try reader.kind() == .string else {
                    refuse("\(place).\(name.prefix(60))", "Not a name.", expected: "a series' external name")
                    return try reader.skip()
                }
                points[name] = try reader.string()
            }
            draft.usagePoints = points
        case "decimalComma" where kind == .boolean: draft.isDecimalComma = try reader.boolean()
        case _ where Self.texts.contains(name):
            refuse(place, "Not a text.", expected: Self.expectedColumn)
            try reader.skip()
        case "columns", "decimalComma", "usagePoints":
            refuse(
                place, "Of the wrong type.",
                expected: name == "columns"
                    ? "an array of names" : name == "decimalComma" ? "true or false" : "an object")
            try reader.skip()
        default:
            refuse(
                place, "No such member.",
                expected: (Self.texts + ["columns", "decimalComma", "usagePoints"]).joined(separator: ", "))
            try reader.skip()
        }
    }

    private mutating func finish(_ draft: Draft) {
        if draft.texts["layout"] == "greenButton" {
            for name in Self.texts where name != "layout" && draft.texts[name] != nil {
                refuse("mapping.\(name)", "Belongs to CSV.", expected: "usagePoints, or nothing")
            }
            if errors.isEmpty { mapping = .greenButton(draft.usagePoints ?? [:]) }
            return
        }
        if draft.usagePoints != nil {
            refuse("mapping.usagePoints", "Belongs to the layout greenButton.", expected: "none")
        }
        let errorsBefore = errors.count
        let layout: ReadingsColumns.Layout
        switch draft.texts["layout"] {
        case "wide":
            for name in ["series", "value", "quality"] where draft.texts[name] != nil {
                refuse("mapping.\(name)", "Belongs to the layout long.", expected: "none")
            }
            layout = .wide(columns: draft.columns)
        case "long":
            for name in ["series", "value"] where draft.texts[name] == nil {
                refuse("mapping.\(name)", "Missing.", expected: Self.expectedColumn)
            }
            if draft.columns != nil { refuse("mapping.columns", "Belongs to the layout wide.", expected: "none") }
            layout = .long(
                series: draft.texts["series"] ?? "", value: draft.texts["value"] ?? "", quality: draft.texts["quality"])
        default:
            refuse("mapping.layout", "Missing or not known.", expected: "wide, long or greenButton")
            layout = .wide(columns: nil)
        }
        if draft.texts["start"] == nil { refuse("mapping.start", "Missing.", expected: Self.expectedColumn) }
        let delimiter = draft.texts["delimiter"].flatMap { ReadingsColumns.Delimiter(rawValue: $0) }
        if draft.texts["delimiter"] != nil, delimiter == nil {
            refuse("mapping.delimiter", "Not known.", expected: "comma, semicolon or tab")
        }
        if let unit = draft.texts["unit"], !ReadingsColumns.unitNames.contains(unit) {
            refuse("mapping.unit", "Not known.", expected: ReadingsColumns.unitNames.joined(separator: ", "))
        }
        if let name = draft.texts["dateFormat"], !ReadingsColumns.dateFormatNames.contains(name) {
            let known = ReadingsColumns.dateFormatNames.joined(separator: ", ")
            refuse("mapping.dateFormat", "Not known.", expected: known)
        }
        if let name = draft.texts["encoding"], !ReadingsColumns.encodingNames.contains(name) {
            refuse("mapping.encoding", "Not known.", expected: ReadingsColumns.encodingNames.joined(separator: ", "))
        }
        guard errors.count == errorsBefore,
            let columns = try? ReadingsColumns(
                start: draft.texts["start"] ?? "", layout: layout, unitName: draft.texts["unit"],
                isDecimalComma: draft.isDecimalComma, timeZone: draft.texts["timeZone"], delimiter: delimiter,
                dateFormatName: draft.texts["dateFormat"], encodingName: draft.texts["encoding"])
        else { return }
        mapping = .csv(columns)
    }

    private mutating func refuse(_ field: String, _ message: String, expected: String) {
        guard errors.count < 1000 else { return }
        errors.append(FieldError(field: field, message: message, expected: expected))
    }
}
