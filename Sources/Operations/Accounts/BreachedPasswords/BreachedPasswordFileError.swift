import Identity

/// Why a file of breached passwords cannot be made or used.
package enum BreachedPasswordFileError: Error, Hashable, Sendable, CustomStringConvertible {
    case badLine(String, Int64)
    case isEmpty(String, minimumCount: Int64)
    case tooMany(String)
    case isItsOwnSource(String)
    case cannotWrite(String, String)
    case cannotRead(String, String)
    case isAnother(String)
    case isCutShort(String, expected: Int64, found: Int64)
    case isDamaged(String)

    package var description: String {
        switch self {
        case .badLine(let name, let line):
            "“\(name)”, line \(line): expected a SHA-1 in 40 hexadecimal digits, a colon and how often it was seen."
        case .isEmpty(let name, let count): "“\(name)” has no password that was seen \(count) times or more."
        case .tooMany(let name):
            "“\(name)” has more than \(BreachedPasswordFilter.passwordCounts.upperBound) passwords."
        case .isItsOwnSource(let name): "“\(name)” would be written over: choose another file to write to."
        case .cannotWrite(let name, let reason): "“\(name)” cannot be written: \(reason)."
        case .cannotRead(let name, let reason): "“\(name)” cannot be read: \(reason)."
        case .isAnother(let name):
            "“\(name)” is no file of breached passwords; expected one that `urbangrid passwords build` has made."
        case .isCutShort(let name, let expected, let found):
            "“\(name)” has \(found) bytes instead of \(expected): make or copy it again."
        case .isDamaged(let name):
            "“\(name)” is damaged: its bytes are not those that were written. Make or copy it again."
        }
    }
}
