import GridModel

extension SQLRow {
    /// - Throws: `DatabaseError.corrupt` for a code that no quality has.
    func quality(_ column: Int) throws -> Quality {
        guard let code = UInt8(exactly: integer(column)), let quality = Quality(rawValue: code) else {
            throw DatabaseError(.corrupt, detail: "There is no quality \(integer(column)).")
        }
        return quality
    }
}
