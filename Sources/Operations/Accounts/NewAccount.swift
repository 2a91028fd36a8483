import Foundation
import Identity

/// An account that is to be, as somebody typed it.
package struct NewAccount: Sendable {
    package static let nameLengths = 1...100

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

    /// Without spaces around it; no control characters, which would break a mail's header.
    static func checked(name: String, _ faults: inout [AccountRefusal.Fault]) -> String {
        let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
        let hasControls = name.unicodeScalars.contains { $0.properties.generalCategory == .control }
        if !nameLengths.contains(name.count) || name.utf8.count > 400 || hasControls {
            faults.append(
                .init(
                    field: "name", message: hasControls ? "Holds control characters." : "\(name.count) characters.",
                    expected: "1 to 100 characters"))
        }
        return name
    }
}
