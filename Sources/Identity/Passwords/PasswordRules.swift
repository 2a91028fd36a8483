import Foundation

/// Which passwords may be chosen (NIST SP 800-63B-4 §3.1.1.2): long ones, of any characters, without rules of
/// composition; not those that everybody tries first, and not those that the account itself gives away.
public struct PasswordRules: Sendable {
    public static let minimumLength = 12
    /// Far beyond what anybody types; a bound on what is normalized and hashed.
    public static let maximumLength = 256
    /// Additions to a common word that are guessed along with it: `password2026!`.
    private static let guessedAdditions = 8

    private let common: CommonPasswords?

    public init(common: CommonPasswords? = CommonPasswords.bundled) {
        self.common = common
    }

    /// Why a password may not be chosen.
    public enum Fault: Hashable, Sendable {
        case tooShort(Int)
        case tooLong(Int)
        case common
        /// It is known to have leaked somewhere.
        case breached
        /// A word that the account or the service is known by.
        case personal(String)
        /// One character or a short piece, over and over, or a row of the keyboard.
        case repetitive

        public var message: String {
            switch self {
            case .tooShort(let count): "It has \(count) characters."
            case .tooLong(let count): "It has \(count) characters."
            case .common: "It is one of those that are tried first."
            case .breached: "It has leaked somewhere, so others try it."
            case .personal(let word): "It is little more than “\(word)”, which is known to others."
            case .repetitive: "It repeats a short piece, or counts."
            }
        }

        public static let expected =
            "\(minimumLength) to \(maximumLength) characters of any kind, such as a few words that do not belong together"
    }

    /// The form that is hashed: Unicode NFC, so that the same password typed on another keyboard is the same.
    public static func normalized(_ password: String) -> String { password.precomposedStringWithCanonicalMapping }

    /// - Parameters:
    ///   - words: what the account and the service are known by, such as an e-mail address and a name.
    /// - Returns: nil for a password that may be chosen.
    public func fault(of password: String, words: [String]) -> Fault? {
        let password = Self.normalized(password)
        let count = password.unicodeScalars.count
        guard count >= Self.minimumLength else { return .tooShort(count) }
        guard count <= Self.maximumLength else { return .tooLong(count) }
        let lower = password.lowercased()
        if Self.isRepetitive(lower) { return .repetitive }
        let core = Self.core(lower)
        let added = lower.unicodeScalars.count - core.unicodeScalars.count
        if let word = Self.parts(words).first(where: {
            lower.contains($0) && count - $0.unicodeScalars.count < Self.guessedAdditions
        }) {
            return .personal(word)
        }
        guard let common else { return nil }
        if common.contains(lower) { return .common }
        if core.unicodeScalars.count >= 4, added < Self.guessedAdditions, common.contains(core) { return .common }
        return nil
    }

    /// Without the digits and signs around it.
    private static func core(_ text: String) -> String {
        let isAddition = { (scalar: Unicode.Scalar) in !scalar.properties.isAlphabetic }
        let head = text.unicodeScalars.drop(while: isAddition)
        let tail = head.reversed().drop(while: isAddition)
        return String(String.UnicodeScalarView(tail.reversed()))
    }

    /// Addresses and names fall into words of at least 4 characters, besides each whole.
    private static func parts(_ words: [String]) -> [String] {
        let whole = words.map { normalized($0).lowercased() }
        let split = whole.flatMap { word in
            word.split { !$0.isLetter && !$0.isNumber }.map(String.init)
        }
        return (whole + split).filter { $0.unicodeScalars.count >= 4 }
    }

    /// Of a piece of at most 4 characters over and over, or of characters that each follow the one before.
    private static func isRepetitive(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars.map(\.value))
        let repeats = (1...4).contains { period in
            scalars.indices.dropFirst(period).allSatisfy { scalars[$0] == scalars[$0 - period] }
        }
        let steps = zip(scalars.dropFirst(), scalars).map { Int64($0) - Int64($1) }
        // After 9 comes 0.
        return repeats || steps.allSatisfy { $0 == 1 || $0 == -9 } || steps.allSatisfy { $0 == -1 || $0 == 9 }
    }
}
