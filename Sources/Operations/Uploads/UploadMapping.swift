/// What the parts of an uploaded file mean.
package enum UploadMapping: Hashable, Sendable, Codable {
    case csv(ReadingsColumns)
    /// Names of series by what the file calls its usage points.
    case greenButton([String: String])

    var format: UploadFormat {
        switch self {
        case .csv: .csv
        case .greenButton: .greenButton
        }
    }

    /// - Parameter timeZone: of times without one, where the mapping names none.
    func onClock(of timeZone: String) -> UploadMapping {
        switch self {
        case .csv(let columns): .csv(columns.onClock(of: timeZone))
        case .greenButton: self
        }
    }
}
