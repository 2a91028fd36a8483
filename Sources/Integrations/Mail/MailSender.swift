public import Foundation

/// A mail as it is handed over: plain text, UTF-8.
public struct MailMessage: Hashable, Sendable {
    /// Of the installation, for whoever looks it up.
    public let id: String
    public let recipient: String
    public let subject: String
    public let body: String

    public init(id: String, recipient: String, subject: String, body: String) {
        self.id = id
        self.recipient = recipient
        self.subject = subject
        self.body = body
    }
}

/// Hands mail over to whoever delivers it.
public protocol MailSender: Sendable {
    /// Returns once the message has been taken over; the same message may come again after a crash.
    /// - Throws: when it was not; it is tried again later.
    func send(_ message: MailMessage) async throws

    /// Deletes what it keeps of messages that it took over before a moment; most keep nothing.
    /// - Throws: when something could not be deleted.
    func forget(before moment: Date) async throws
}

extension MailSender {
    public func forget(before moment: Date) async throws {}
}
