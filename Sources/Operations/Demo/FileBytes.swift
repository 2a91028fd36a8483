import Foundation

/// A small file whole.
enum FileBytes {
    static func all(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}
