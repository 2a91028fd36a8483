public import Foundation

/// Puts each mail into a folder as a file, where there is no mail server: what it says can be read there.
public struct FolderMailSender: MailSender {
    private let folder: URL

    public init(folder: URL) {
        self.folder = folder
    }

    /// Also drafts that a crash left behind.
    public func forget(before moment: Date) async throws {
        let files = FileManager.default
        guard files.fileExists(atPath: folder.path) else { return }
        let keys: [URLResourceKey] = [.contentModificationDateKey, .isRegularFileKey]
        for file in try files.contentsOfDirectory(at: folder, includingPropertiesForKeys: keys) {
            let values = try file.resourceValues(forKeys: Set(keys))
            guard values.isRegularFile == true, let date = values.contentModificationDate, date < moment else {
                continue
            }
            try files.removeItem(at: file)
        }
    }

    /// Only the owner of the process may read it: mails carry links that let somebody in.
    public func send(_ message: MailMessage) async throws {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let file = folder.appendingPathComponent("\(message.id).txt")
        let text = "To: \(message.recipient)\nSubject: \(message.subject)\n\n\(message.body)"
        let draft = folder.appendingPathComponent(".\(message.id).\(UUID().uuidString)")
        guard
            FileManager.default.createFile(
                atPath: draft.path, contents: Data(text.utf8), attributes: [.posixPermissions: 0o600])
        else { throw MailFolderError(folder: folder.path) }
        guard rename(draft.path, file.path) == 0 else {
            try FileManager.default.removeItem(at: draft)
            throw MailFolderError(folder: folder.path)
        }
    }
}

/// The folder cannot be written to.
public struct MailFolderError: Error, CustomStringConvertible {
    public let folder: String

    public var description: String { "Mail cannot be put into “\(folder)”." }
}
