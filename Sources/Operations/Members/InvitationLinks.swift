import GridModel
import Identity
import Persistence

/// Writes the mail that invites, with its link.
package struct InvitationLinks: Sendable {
    private let publicURL: String
    private let productName: String

    /// - Parameter publicURL: by which people reach the web app, as `https://grid.example`, without a slash at its end.
    package init(publicURL: String, productName: String = "UrbanGrid") {
        self.publicURL = publicURL
        self.productName = productName
    }

    func mail(
        _ invitation: Invitation, _ token: SecretToken, to scope: TenantScope, by actor: Actor,
        _ session: TenantSession
    ) throws -> OutgoingMail {
        let name = try TenantDirectory(session.connection).record(scope.tenant)?.tenant.name ?? ""
        let roleName =
            try BuiltInRole(rawValue: invitation.role)?.name
            ?? RoleRepository(session).role(invitation.role)?.name ?? invitation.role
        return OutgoingMail(
            recipient: invitation.email, subject: Self.line("Invitation to \(name) on \(productName)"),
            body: """
                \(Self.line(actor.name)) invites you to \(Self.line(name)) on \(productName), as \(Self.line(roleName)).

                Accept within seven days:
                \(publicURL)/invitation#token=\(token.text)

                If you do not know what this is about, do nothing: nobody joins without this link.

                """, tenant: scope.tenant)
    }

    /// Without line breaks, which would begin another header or another paragraph.
    private static func line(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
    }
}
