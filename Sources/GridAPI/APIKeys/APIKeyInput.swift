import GridModel
import Identity
import Operations

/// Reads bodies of the routes of API keys strictly, naming every wrong member.
enum APIKeyInput {
    /// - Throws: 400 for what is no JSON object, 422 for wrong members.
    static func draft(_ bytes: [UInt8]) throws -> APIKeyDraft {
        var body = try JSONBody(bytes)
        let draft = APIKeyDraft(
            name: body.text("name"), scopes: body.texts("scopes", isRequired: true),
            allowedAddresses: body.texts("allowedAddresses", isRequired: false),
            requestsPerMinute: body.whole("requestsPerMinute").flatMap(Int.init(exactly:)),
            monthlyQuota: body.whole("monthlyQuota"), expiresAt: body.optionalTime("expiresAt"))
        try body.check()
        return draft
    }

    /// Some keys, each once.
    static func ids(_ bytes: [UInt8]) throws -> [APIKeyID] {
        var body = try JSONBody(bytes)
        let values = body.array("ids") ?? []
        let numbers = values.compactMap { value -> Int64? in
            if case .number(let number) = value, number >= 1 { return Int64(exactly: number) }
            return nil
        }
        let isSound =
            (1...mostIDs).contains(values.count) && numbers.count == values.count && Set(numbers).count == numbers.count
        if !isSound, body.errors.isEmpty {
            body.refuse("ids", "Not some ids.", expected: "1 to \(mostIDs) integers of at least 1, each once")
        }
        try body.check()
        return numbers.map { APIKeyID($0) }
    }

    private static let mostIDs = 100

    /// How long the old key goes on, in seconds.
    static func overlap(_ bytes: [UInt8]) throws -> Int64 {
        var body = try JSONBody(bytes)
        let hours = ManageAPIKeys.overlaps.upperBound / 3600
        let given = body.whole("overlapHours")
        if given.map({ !(0...hours).contains($0) }) ?? !body.errors.contains(where: { $0.field == "overlapHours" }) {
            body.refuse("overlapHours", "Missing or not in range.", expected: "an integer from 0 to \(hours)")
        }
        try body.check()
        return (given ?? 0) * 3600
    }
}

extension JSONBody {
    /// Nil when absent or null.
    fileprivate mutating func whole(_ name: String) -> Int64? {
        switch value(name) {
        case nil: return nil
        case .number(let number)?:
            // Beyond 2⁵³ a JSON number does not say which whole number it is.
            if abs(number) <= 9_007_199_254_740_992, let whole = Int64(exactly: number) { return whole }
        default: break
        }
        refuse(name, "Not a whole number.", expected: "an integer, or null")
        return nil
    }

    /// Nil when absent or null.
    fileprivate mutating func optionalTime(_ name: String) -> Timestamp? {
        value(name) == nil ? nil : time(name)
    }

    fileprivate mutating func texts(_ name: String, isRequired: Bool) -> [String] {
        guard let values = array(name) else {
            if isRequired, !errors.contains(where: { $0.field == name }) {
                refuse(name, "Missing.", expected: "an array of texts")
            }
            return []
        }
        var texts: [String] = []
        for (index, value) in values.prefix(1000).enumerated() {
            if case .string(let text) = value {
                texts.append(text)
            } else {
                refuse("\(name)[\(index)]", "Not text.", expected: "text")
            }
        }
        return texts
    }
}
