/// What can go wrong in a database, the same for every engine.
///
/// `description` is safe to show: it holds no values, no SQL and no path. The detail for
/// people who operate the system is in `detail` and so in `String(reflecting:)`.
public struct DatabaseError: Error, Sendable {
    public enum Kind: String, Sendable {
        case uniqueViolation
        case foreignKeyViolation
        case checkViolation
        case notNullViolation
        /// Another transaction held what this one needed for too long.
        case busy
        case diskFull
        /// The disk could not be read or written.
        case inputOutput
        case readOnly
        case corrupt
        case cannotOpen
        /// The server does not answer, or has ended the connection: what was under way may or may not be stored.
        case unavailable
        /// Cancelled, or past the time that a statement may take.
        case interrupted
        /// The role may not do this, or the row belongs to another tenant.
        case notPermitted
        /// A value that the engine cannot keep where it was bound.
        case invalidValue
        case invalidStatement
        case other
    }

    public let kind: Kind
    public let detail: String

    public init(_ kind: Kind, detail: String) {
        self.kind = kind
        self.detail = detail
    }
}

extension DatabaseError: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String {
        switch kind {
        case .uniqueViolation: "Something with this key exists already."
        case .foreignKeyViolation: "It refers to something that does not exist."
        case .checkViolation, .notNullViolation, .invalidValue: "A value is outside what the database accepts."
        case .busy: "The database is busy; try again."
        case .diskFull: "The disk is full."
        case .inputOutput: "The disk cannot be read or written."
        case .readOnly: "The database is read-only."
        case .corrupt: "The database file is damaged."
        case .cannotOpen: "The database cannot be opened."
        case .unavailable: "The database does not answer; try again."
        case .notPermitted: "The database does not permit this."
        case .interrupted: "The operation was interrupted."
        case .invalidStatement, .other: "The database refused the operation."
        }
    }

    public var debugDescription: String { "DatabaseError.\(kind.rawValue): \(detail)" }
}
