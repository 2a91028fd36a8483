import Foundation
import Synchronization

/// A file that is written in pieces, for this machine's operator alone to read.
final class TextFile: Sendable {
    private static let pieceBytes = 1 << 18

    let name: String
    private let state: Mutex<State>

    private struct State {
        let handle: FileHandle
        var waiting: [UInt8] = []
    }

    /// Replaces a file of the name.
    /// - Throws: an error of the file system
    init(_ url: URL) throws {
        name = url.lastPathComponent
        guard FileManager.default.createFile(atPath: url.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: url.path]) }
        state = Mutex(State(handle: try FileHandle(forWritingTo: url)))
    }

    /// Keeps the bytes until `flush`.
    func write(_ bytes: [UInt8]) {
        state.withLock { $0.waiting += bytes }
    }

    /// Writes what has come together, once it is worth it.
    func flush() throws {
        try state.withLock { state in
            guard state.waiting.count >= Self.pieceBytes else { return }
            try Self.drain(&state)
        }
    }

    /// Writes the rest and waits until it is on disk.
    func close() throws {
        try state.withLock { state in
            try Self.drain(&state)
            try state.handle.synchronize()
            try state.handle.close()
        }
    }

    private static func drain(_ state: inout State) throws {
        try state.handle.write(contentsOf: Data(state.waiting))
        state.waiting.removeAll(keepingCapacity: true)
    }
}
