import Foundation

/// Holds JSON against the part of JSON Schema 2020-12 that openapi.json uses. Words it does not
/// know are faults, so that no rule of the document goes unchecked.
struct JSONSchema {
    let document: [String: Any]

    private static let annotations: Set<String> = [
        "description", "format", "example", "default", "title",
    ]

    /// What is wrong, with its place; empty when the value fits.
    func faults(_ value: Any, _ schema: [String: Any], at place: String = "$") -> [String] {
        var faults: [String] = []
        for (word, rule) in schema where !Self.annotations.contains(word) {
            faults += check(value, word, rule, schema, place)
        }
        if let format = schema["format"] as? String, format == "date-time", let text = value as? String {
            let isTime = text.wholeMatch(of: #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/#) != nil
            if !isTime { faults.append("\(place): not a time: \(text)") }
        }
        return faults
    }

    func resolve(_ reference: String) -> [String: Any] {
        var node: Any = document
        for part in reference.dropFirst(2).split(separator: "/") {
            node = (node as? [String: Any])?[String(part)] ?? [:]
        }
        return node as? [String: Any] ?? [:]
    }

    private func check(_ value: Any, _ word: String, _ rule: Any, _ schema: [String: Any], _ place: String) -> [String]
    {
        let number = isBoolean(value) ? nil : (value as? NSNumber)?.doubleValue
        let text = value as? String
        let array = value as? [Any]
        let object = value as? [String: Any]
        func require(_ isTrue: Bool, _ message: String) -> [String] { isTrue ? [] : ["\(place): \(message)"] }
        switch word {
        case "$ref": return faults(value, resolve(rule as? String ?? ""), at: place)
        case "type":
            let types = rule as? [String] ?? [rule as? String ?? ""]
            return require(types.contains { isType(value, $0) }, "is no \(types)")
        case "const": return require(equal(value, rule), "is not \(rule)")
        case "enum": return require((rule as? [Any] ?? []).contains { equal(value, $0) }, "is none of \(rule)")
        case "minimum": return require(number.map { $0 >= (rule as? Double ?? .nan) } ?? true, "is less than \(rule)")
        case "maximum": return require(number.map { $0 <= (rule as? Double ?? .nan) } ?? true, "is more than \(rule)")
        case "minLength": return require(text.map { $0.count >= (rule as? Int ?? 0) } ?? true, "is too short")
        case "maxLength": return require(text.map { $0.count <= (rule as? Int ?? 0) } ?? true, "is too long")
        case "minItems": return require(array.map { $0.count >= (rule as? Int ?? 0) } ?? true, "has too few items")
        case "maxItems": return require(array.map { $0.count <= (rule as? Int ?? 0) } ?? true, "has too many items")
        case "uniqueItems":
            return require(array.map { Set($0.map { "\($0)" }).count == $0.count } ?? true, "has an item twice")
        case "pattern":
            guard let text, let pattern = rule as? String, let regex = try? Regex(pattern) else { return [] }
            return require(text.contains(regex), "does not match \(pattern)")
        case "items":
            return (array ?? []).enumerated().flatMap {
                faults($1, rule as? [String: Any] ?? [:], at: "\(place)[\($0)]")
            }
        case "required":
            return (rule as? [String] ?? []).flatMap { name in
                require(object.map { $0[name] != nil } ?? true, "lacks \(name)")
            }
        case "properties":
            return (rule as? [String: [String: Any]] ?? [:]).flatMap { name, inner in
                object?[name].map { faults($0, inner, at: "\(place).\(name)") } ?? []
            }
        case "additionalProperties":
            let known = Set((schema["properties"] as? [String: Any] ?? [:]).keys)
            return (object ?? [:]).keys.filter { !known.contains($0) }.map { "\(place): has unknown \($0)" }
        case "anyOf", "oneOf":
            let results = (rule as? [[String: Any]] ?? []).map { faults(value, $0, at: place) }
            let fitting = results.filter(\.isEmpty).count
            if fitting == 1 || (word == "anyOf" && fitting > 1) { return [] }
            return ["\(place): fits \(fitting) of \(word)"] + (results.min { $0.count < $1.count } ?? [])
        default: return ["\(place): the schema's word \(word) is not known to the test"]
        }
    }

    private func isType(_ value: Any, _ type: String) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "boolean": isBoolean(value)
        case "null": value is NSNull
        case "number": !isBoolean(value) && value is NSNumber && !(value is String)
        case "integer":
            !isBoolean(value) && (value as? NSNumber).map { $0.doubleValue.rounded() == $0.doubleValue } ?? false
        default: false
        }
    }

    private func isBoolean(_ value: Any) -> Bool {
        (value as? NSNumber).map { String(cString: $0.objCType) == "c" || $0 === kTrue || $0 === kFalse } ?? false
    }

    private var kTrue: NSNumber { NSNumber(value: true) }
    private var kFalse: NSNumber { NSNumber(value: false) }

    private func equal(_ a: Any, _ b: Any) -> Bool {
        if let a = a as? String { return a == b as? String }
        if a is NSNull { return b is NSNull }
        return (a as? NSNumber) == (b as? NSNumber) && a is NSNumber
    }
}
