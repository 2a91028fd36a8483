import CLibPQ
import Persistence

/// What a connection string says, without its password.
public struct PostgresConnectionString: Sendable, Hashable, CustomStringConvertible {
    public let host: String?
    public let port: String?
    public let database: String?
    public let user: String?
    public let sslMode: String?
    /// What is connected to, where it says so: hosts or addresses, separated by commas.
    public let places: String?
    /// Whether a service of libpq's own file says the rest.
    public let isOfService: Bool

    /// - Throws: `DatabaseError.cannotOpen`; its text does not repeat the string, which may hold a password.
    public init(_ text: String) throws {
        guard let options = PQconninfoParse(text, nil) else {
            throw DatabaseError(
                .cannotOpen,
                detail: "The connection string cannot be read; expected postgresql://user:password@host:5432/database")
        }
        defer { PQconninfoFree(options) }
        var values: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { values[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        host = values["host"] ?? values["hostaddr"]
        port = values["port"]
        database = values["dbname"]
        user = values["user"]
        sslMode = values["sslmode"]
        places = values["hostaddr"] ?? values["host"]
        isOfService = values["service"] != nil
    }

    /// `user@host:port/database`
    public var description: String {
        let place = [host ?? "local socket", port].compactMap(\.self).joined(separator: ":")
        return "\(user ?? "the system's user")@\(place)/\(database ?? user ?? "")"
    }
}
