import Foundation
import Interchange

/// Every fault of an import as CSV: line, column, reason. Written as they are found, in constant memory.
final class FaultFile {
    private static let bufferBytes = 1 << 16

    private let path: String
    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var hasFailed = false
    private let limit: Int
    private var count = 0

    /// Replaces what is at the path.
    /// - Parameter limit: how many are written; what follows is only counted, in a last line.
    /// - Throws: `LoadFileError.cannotWrite`
    init(path: String, limit: Int = .max) throws {
        self.path = path
        self.limit = limit
        guard FileManager.default.createFile(atPath: path, contents: nil),
            let handle = FileHandle(forWritingAtPath: path)
        else { throw LoadFileError.cannotWrite(path: path) }
        self.handle = handle
        buffer.append(contentsOf: "line,column,reason\n".utf8)
    }

    /// A failure to write is told by `finish`.
    func add(_ fault: ImportFault) {
        count += 1
        if count <= limit { append(fault) }
    }

    private func append(_ fault: ImportFault) {
        let fields = [fault.line.map(String.init) ?? "", fault.column ?? "", fault.reason]
        buffer.append(contentsOf: fields.map(Self.quoted).joined(separator: ",").utf8)
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= Self.bufferBytes { flush() }
    }

    /// - Throws: `LoadFileError.cannotWrite` when not all of it could be written.
    func finish() throws {
        if count > limit { append(ImportFault(reason: "… and \(count - limit) more")) }
        flush()
        do { try handle.close() } catch { hasFailed = true }
        if hasFailed { throw LoadFileError.cannotWrite(path: path) }
    }

    private func flush() {
        do { try handle.write(contentsOf: Data(buffer)) } catch { hasFailed = true }
        buffer.removeAll(keepingCapacity: true)
    }

    /// RFC 4180.
    private static func quoted(_ text: String) -> String {
        guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return text }
        return "\"\(text.replacing("\"", with: "\"\""))\""
    }
}
