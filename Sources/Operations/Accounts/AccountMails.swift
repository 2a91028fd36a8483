import GridModel
import Identity
import Persistence

/// Writes the mails about accounts: plain text, one link.
///
/// The token stands behind `#`: browsers send it to no server, so it ends in no log.
struct AccountMails: Sendable {
    private let settings: AccountSettings

    init(_ settings: AccountSettings) {
        self.settings = settings
    }

    func link(_ page: String, _ token: SecretToken) -> String { "\(settings.publicURL)/\(page)#token=\(token.text)" }

    func verify(_ email: String, _ token: SecretToken) -> OutgoingMail {
        mail(
            email, "Verify your e-mail address",
            """
            Somebody, we hope you, has made an account with this address. Verify it within a day:
            \(link("verify-email", token))

            If it was not you, do nothing: the account stays closed.
            """)
    }

    /// Another link for an account whose first one was not followed.
    func finish(_ email: String, _ token: SecretToken) -> OutgoingMail {
        mail(
            email, "Finish your account",
            """
            Somebody, we hope you, has made an account with this address. Choose its password within a day:
            \(link("reset-password", token))

            If it was not you, do nothing: the account stays closed.
            """)
    }

    func exists(_ email: String) -> OutgoingMail {
        mail(
            email, "You have an account already",
            """
            Somebody, we hope you, wanted to make an account with this address. There is one already. Sign in:
            \(settings.publicURL)/sign-in

            If you have forgotten the password, ask there for another.
            """)
    }

    func reset(_ email: String, _ token: SecretToken) -> OutgoingMail {
        mail(
            email, "Choose a new password",
            """
            Somebody, we hope you, has asked for a new password. Choose it within an hour:
            \(link("reset-password", token))

            If it was not you, do nothing: the password stays as it is.
            """)
    }

    func passwordChanged(_ email: String) -> OutgoingMail {
        mail(
            email, "Your password was changed",
            """
            Your password was changed, and you were signed out everywhere else.

            If it was not you, choose a new one at once:
            \(settings.publicURL)/forgot-password
            """)
    }

    func secondFactor(_ email: String, isOn: Bool) -> OutgoingMail {
        mail(
            email, isOn ? "Your second factor is set up" : "Your second factor was removed",
            """
            \(isOn ? "From now on, signing in asks for a code of your authenticator." : "From now on, signing in asks for your password alone.")

            If it was not you, choose a new password at once:
            \(settings.publicURL)/forgot-password
            """)
    }

    /// - Parameter endsOthers: whether they were signed out everywhere else.
    func provider(_ email: String, name: String, isLinked: Bool, endsOthers: Bool) -> OutgoingMail {
        mail(
            email, isLinked ? "\(name) lets you in from now on" : "\(name) lets you in no more",
            """
            \(isLinked ? "An account of yours at \(name) was linked: whoever signs in to it there comes into your account here." : "Your account at \(name) was unlinked: it lets nobody into your account here any more.")\(endsOthers ? " You were signed out everywhere else." : "")

            If it was not you, choose a new password at once, then look at your account:
            \(settings.publicURL)/forgot-password
            """)
    }

    private func mail(_ email: String, _ subject: String, _ body: String) -> OutgoingMail {
        OutgoingMail(recipient: email, subject: "\(settings.productName): \(subject)", body: body + "\n")
    }
}
