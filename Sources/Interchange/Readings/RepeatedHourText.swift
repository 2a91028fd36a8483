/// What is said of times that a clock shows twice, as in the night that it goes back.
struct RepeatedHourText {
    /// The IANA name of the clock's zone.
    let zone: String

    private static let remedy = "Send the times in UTC or with their offset, such as 2026-10-25T02:30:00+01:00"

    /// Of rows that are taken, and could be meant otherwise.
    func taken(_ first: String, _ last: String) -> String {
        "\(shows(first, last)) but the file has one of the two, and the rows around do not tell which: taken as the first"
            + " one, before the clock goes back. If it is the second, "
            + Self.remedy.prefix(1).lowercased() + Self.remedy.dropFirst()
    }

    func untold(_ text: String) -> String {
        "\(shows(text, text)) and the order of the rows does not tell which one is meant: " + Self.remedy
    }

    func tooManyWait(_ text: String) -> String {
        "\(shows(text, text)) and too many rows wait for those that tell which one they mean: " + Self.remedy
    }

    private func shows(_ first: String, _ last: String) -> String {
        "The clock of \(zone) shows \(first == last ? first : "\(first) to \(last)") twice,"
    }
}
