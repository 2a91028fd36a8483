import GridAPI
import Identity
import Integrations
import Logging
import Operations
import Persistence
import ServiceLifecycle

/// Accounts of the installation, as the server composes them.
struct Accounts: Sendable {
    let authenticate: Authenticate
    let routes: AccountRoutes
    /// What runs beside the server.
    let services: [any Service]

    /// - Parameter apiKeys: authenticates what begins with `ugk_`.
    /// - Throws: `SecretKeyError` when the installation's key cannot open what is stored.
    init(
        database: any Database, environment: AccountEnvironment, logger: Logger, apiKeys: @escaping Authenticate.Keys
    ) async throws {
        let tokens: AccessTokens
        do {
            tokens = try await AccessTokens(
                database: database, keys: environment.keys, issuer: environment.settings.publicURL, now: { .wallClock })
        } catch is SealError {
            throw SecretKeyError()
        }
        let authenticate = Authenticate(
            database: database, tokens: tokens, ownersNeedSecondFactor: environment.settings.ownersNeedSecondFactor,
            now: { .wallClock }, keys: apiKeys)
        let parts = AccountParts(
            database: database, settings: environment.settings, hasher: try PasswordHasher(), rules: PasswordRules(),
            breached: environment.breachedPasswords.sources { error in
                logger.warning(
                    "A source of breached passwords did not answer: the password was held against the others.",
                    metadata: ["error": .string(String(describing: error))])
            },
            keys: environment.keys, tokens: tokens, now: { .wallClock }, changed: { authenticate.forget() })
        self.authenticate = authenticate
        let providers = SignInWithProvider(
            parts, connection: .http,
            report: { provider, error in
                logger.warning(
                    "Nobody could be signed in by a provider.",
                    metadata: ["provider": .string(provider.id), "error": .string(String(describing: error))])
            })
        routes = AccountRoutes(
            service: AccountService(parts, providers: providers),
            cookies: SessionCookies(isSecure: environment.isSecure))
        let sender = FolderMailSender(folder: environment.outbox)
        services = [
            AccountWatchService(
                authenticate: authenticate, tokens: tokens, changes: database.notifications(on: .identity),
                logger: logger),
            AccountSweepService(
                sweep: SweepAccounts(database: database, sender: sender, now: { .wallClock }), logger: logger),
            MailService(
                deliver: DeliverMail(database: database, sender: sender, now: { .wallClock }), logger: logger),
        ]
    }
}

/// The installation's key is another than the one that the database's secrets were sealed with.
struct SecretKeyError: Error, CustomStringConvertible {
    var description: String {
        "URBANGRID_SECRET_KEY (or the file secret.key) cannot open the signing keys in the database: it is another key "
            + "than the one they were sealed with. Give the key of before, or delete the rows of signing_keys, which "
            + "signs everybody out; second factors and stored secrets then stay unreadable."
    }
}
