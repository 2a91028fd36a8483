/// A field that is wrong, of a person, role, tenant or its settings.
package struct FieldFault: Hashable, Sendable {
    package let field: String
    package let message: String
    package let expected: String

    package init(field: String, message: String, expected: String) {
        self.field = field
        self.message = message
        self.expected = expected
    }
}
