/// Why a file was not taken in.
package enum UploadError: Error, Hashable, CustomStringConvertible {
    case tooLarge(limit: Int)
    case tooManyFiles(limit: Int)
    case tenantIsFull(limit: Int)
    case diskFull
    case empty
    /// - Parameter line: from 1; nil when the whole file is meant.
    case malformed(line: Int?, reason: String)
    /// - Parameter code: the system's error number.
    case cannotStore(step: String, code: Int32)

    package var description: String {
        switch self {
        case .tooLarge(let limit): "A file may hold at most \(limit) bytes; send several, or packed with gzip."
        case .tooManyFiles(let limit): "There are \(limit) uploads already: import or delete some first."
        case .tenantIsFull(let limit): "All uploads together may hold \(limit) bytes: import or delete some first."
        case .diskFull: "There is not enough room on the server's disk."
        case .empty: "The body is empty: expected a file."
        case .malformed(_, let reason): reason
        case .cannotStore(let step, let code): "The file could not be stored (\(step): error \(code))."
        }
    }
}
