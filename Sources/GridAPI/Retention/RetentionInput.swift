import Operations

/// Reads a retention policy from a body strictly, noting every wrong member.
enum RetentionInput {
    /// - Returns: nil for a body without a member, `{}`.
    /// - Throws: 400 for text that is not JSON, 422 that names every wrong member.
    static func policy(json bytes: [UInt8]) throws -> RetentionPolicy? {
        var policy = RetentionPolicy()
        var errors: [FieldError] = []
        var isEmpty = true
        do {
            var reader = try JSONReader(bytes)
            guard try reader.kind() == .object else {
                throw Problem.unprocessable([
                    FieldError(field: "body", message: "Not an object.", expected: "an object")
                ])
            }
            try reader.object { name, reader in
                isEmpty = false
                guard let field = RetentionPolicy.fields.first(where: { $0.name == name }) else {
                    let known = RetentionPolicy.fields.map(\.name).joined(separator: ", ")
                    errors.append(
                        FieldError(field: String(name.prefix(60)), message: "No such member.", expected: known))
                    return try reader.skip()
                }
                switch try reader.kind() {
                case .null: try reader.skip()
                case .number:
                    if let months = try reader.number().integer, let number = Int(exactly: months) {
                        policy[keyPath: field.path] = number
                    } else {
                        errors.append(Self.notMonths(name))
                    }
                default:
                    errors.append(Self.notMonths(name))
                    try reader.skip()
                }
            }
            try reader.end()
        } catch let malformed as JSONReader.Malformed {
            throw Problem.malformed(malformed)
        }
        guard errors.isEmpty else { throw Problem.unprocessable(errors) }
        return isEmpty ? nil : policy
    }

    private static func notMonths(_ name: String) -> FieldError {
        FieldError(
            field: name, message: "Not a whole number of months.", expected: "an integer, or null to keep it for ever")
    }
}
