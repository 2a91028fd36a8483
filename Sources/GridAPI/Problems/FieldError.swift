/// One wrong field of a request.
package struct FieldError: Hashable, Sendable {
    /// A parameter's name or a place in the body such as `readings[3].value`.
    package let field: String
    package let message: String
    /// What would have been right.
    package let expected: String?

    package init(field: String, message: String, expected: String? = nil) {
        self.field = field
        self.message = message
        self.expected = expected
    }
}

extension FieldError: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("field", field)
            $0.field("message", message)
            if let expected { $0.field("expected", expected) }
        }
    }
}
