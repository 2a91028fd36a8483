package import Identity

/// Passwords that leaked somewhere, as far as this installation can tell: by a file of its own, by asking a service, by
/// both, or by neither.
///
/// A source that fails is told of and passed over: nobody is kept from choosing a password by it, and what is asked for
/// of every password (`PasswordRules`) needs no source.
package struct BreachedPasswords: Sendable {
    package typealias Source = @Sendable (BreachedHash) async throws -> Bool

    private let sources: [Source]
    private let report: @Sendable (any Error) -> Void

    /// - Parameters:
    ///   - sources: asked in their order, until one knows it.
    ///   - report: called for a source that could not answer.
    package init(_ sources: [Source], report: @escaping @Sendable (any Error) -> Void) {
        self.sources = sources
        self.report = report
    }

    package static let none = BreachedPasswords([], report: { _ in })

    /// - Throws: `CancellationError`
    package func contains(_ password: String) async throws -> Bool {
        guard !sources.isEmpty else { return false }
        let hash = BreachedHash(of: password)
        for source in sources {
            do {
                if try await source(hash) { return true }
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                report(error)
            }
        }
        return false
    }

    /// - Throws: `AccountRefusal.invalid` for a password that is known to have leaked, `CancellationError`
    func refuse(_ password: String, field: String) async throws {
        guard try await contains(password) else { return }
        throw AccountRefusal.invalid([AccountRefusal.password(.breached, field: field)])
    }
}
