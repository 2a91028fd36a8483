public import Foundation

/// Keeps models and other large things as files under one folder.
///
/// A file appears whole or not at all, and is on disk when `put` returns: the database may then
/// refer to it.
public struct ObjectStore: Sendable {
    private let folder: URL

    public init(folder: URL) {
        self.folder = folder
    }

    /// - Parameter key: letters, digits, `.`, `-`, `_`, with `/` between folders.
    /// - Throws: `ObjectStoreError`
    public func put(_ bytes: [UInt8], at key: String) throws {
        let file = try url(key)
        try DurableFile.makeFolder(file.deletingLastPathComponent())
        try DurableFile.store(bytes, at: file)
    }

    public func get(_ key: String) throws -> [UInt8] {
        Array(try Data(contentsOf: url(key)))
    }

    private func url(_ key: String) throws -> URL {
        let parts = key.split(separator: "/", omittingEmptySubsequences: false)
        let isSound = parts.allSatisfy { part in
            !part.isEmpty && part.first != "."
                && part.utf8.allSatisfy {
                    (0x30...0x39).contains($0) || (0x41...0x5a).contains($0) || (0x61...0x7a).contains($0)
                        || [0x2e, 0x2d, 0x5f].contains($0)
                }
        }
        guard isSound else { throw ObjectStoreError.badKey(key) }
        return folder.appendingPathComponent(key)
    }
}

public enum ObjectStoreError: Error, CustomStringConvertible {
    case badKey(String)
    /// - Parameter code: the system's error number.
    case cannotWrite(step: String, code: Int32)

    public var description: String {
        switch self {
        case .badKey(let key): "\"\(key)\" is no key: expected letters, digits, . - _ and / between folders."
        case .cannotWrite(let step, let code): "The object could not be stored (\(step): error \(code))."
        }
    }
}
