import Identity

/// An account that is to be, as somebody typed it.
package struct NewAccount: Sendable {
    let email: String
    let name: String
    let password: String
    /// The token of an invitation.
    let invitation: String?

    package init(email: String, name: String, password: String, invitation: String?) {
        self.email = email
        self.name = name
        self.password = password
        self.invitation = invitation
    }

    /// The address as it is kept.
    /// - Throws: `AccountRefusal.invalid` naming every wrong field.
    func checked(_ rules: PasswordRules, _ productName: String) throws -> (email: String, name: String) {
        var faults: [AccountRefusal.Fault] = []
        let address = EmailAddress.normalized(email)
        if address == nil {
            faults.append(
                .init(field: "email", message: "Not an e-mail address.", expected: "such as name@example.com"))
        }
        let name = Self.checked(name: name, &faults)
        if let fault = rules.fault(of: password, words: [email, name, productName]) {
            faults.append(AccountRefusal.password(fault, field: "password"))
        }
        guard let address, faults.isEmpty else { throw AccountRefusal.invalid(faults) }
        return (address, name)
    }

    /// As it is kept.
    static func checked(name: String, _ faults: inout [AccountRefusal.Fault]) -> String {
        let name = DisplayName.normalized(name)
        if let fault = DisplayName.fault(name) {
            faults.append(.init(field: "name", message: fault.message, expected: fault.expected))
        }
        return name
    }
}
