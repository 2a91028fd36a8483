import Foundation
import Identity

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The installation's key beside the embedded database, for whoever has set none: made at the first start, readable by
/// the owner of the process alone.
///
/// It lies beside what it protects, so it protects against a copy of the database, not of the whole folder.
enum SecretKeyFile {
    /// - Throws: `SecretKeyFileError`
    static func openOrMake(in directory: URL) throws -> MasterKey {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        let path = directory.appendingPathComponent("secret.key").path
        // Made whole under another name, then linked: of two processes one wins, and both read the same.
        if access(path, F_OK) != 0 { try make(path, in: directory) }
        return try read(path)
    }

    private static func make(_ path: String, in directory: URL) throws {
        let draft = directory.appendingPathComponent(".secret.key.\(UUID().uuidString)").path
        let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw SecretKeyFileError.cannotMake(path, failure) }
        defer {
            close(file)
            unlink(draft)
        }
        let text = Array((Base64URL.encode(MasterKey.makeBytes()) + "\n").utf8)
        guard text.withUnsafeBytes({ write(file, $0.baseAddress, $0.count) }) == text.count, fsync(file) == 0 else {
            throw SecretKeyFileError.cannotMake(path, failure)
        }
        guard link(draft, path) == 0 || errno == EEXIST else { throw SecretKeyFileError.cannotMake(path, failure) }
    }

    private static func read(_ path: String) throws -> MasterKey {
        let attributes: [FileAttributeKey: Any]
        do {
            attributes = try FileManager.default.attributesOfItem(atPath: path)
        } catch {
            throw SecretKeyFileError.cannotRead(path, "\(error)")
        }
        guard let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue, mode & 0o077 == 0 else {
            throw SecretKeyFileError.isOpen(path)
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SecretKeyFileError.cannotRead(path, failure)
        }
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard let key = Base64URL.decode(text).flatMap({ MasterKey(bytes: $0) }) else {
            throw SecretKeyFileError.isNoKey(path)
        }
        return key
    }

    private static var failure: String { String(cString: strerror(errno)) }
}

enum SecretKeyFileError: Error, CustomStringConvertible {
    case cannotMake(String, String)
    case cannotRead(String, String)
    case isOpen(String)
    case isNoKey(String)

    var description: String {
        switch self {
        case .cannotMake(let path, let reason): "“\(path)” cannot be made: \(reason)."
        case .cannotRead(let path, let reason): "“\(path)” cannot be read: \(reason)."
        case .isOpen(let path): "“\(path)” can be read by others than its owner: chmod 600, and consider it known."
        case .isNoKey(let path): "“\(path)” holds no key: expected 32 bytes in base64url."
        }
    }
}
