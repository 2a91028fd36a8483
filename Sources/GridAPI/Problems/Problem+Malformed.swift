extension Problem {
    /// A body that is not JSON of the kind we take.
    static func malformed(_ malformed: JSONReader.Malformed) -> Problem {
        Problem(
            .badRequest, "The body cannot be read as JSON.",
            errors: [
                FieldError(
                    field: "body", message: "At byte \(malformed.offset): \(malformed.message)", expected: "JSON")
            ])
    }
}
