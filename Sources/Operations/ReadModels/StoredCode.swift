import Persistence

extension RawRepresentable<String> {
    /// - Throws: `DatabaseError.corrupt` for a code that this program does not know: showing another in its
    ///   place would be an invention.
    init(stored code: String) throws {
        guard let value = Self(rawValue: code) else {
            throw DatabaseError(.corrupt, detail: "There is no \(Self.self) \"\(code)\".")
        }
        self = value
    }
}
