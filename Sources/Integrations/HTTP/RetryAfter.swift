import GridModel

/// Reads the header Retry-After (RFC 9110 §10.2.3): seconds, or a date.
enum RetryAfter {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Seconds from `now`, at least 0; nil for anything else.
    static func seconds(_ text: String, now: Timestamp) -> Int64? {
        if let seconds = Int64(text), seconds >= 0, !text.hasPrefix("+") { return seconds }
        return date(text).map { max(0, $0 - now) }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`
    private static func date(_ text: String) -> Timestamp? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]), let year = Int(parts[3]),
            let month = months.firstIndex(of: String(parts[2])),
            let date = CivilDate(year: year, month: month + 1, day: day)
        else { return nil }
        let clock = parts[4].split(separator: ":").compactMap { Int64($0) }
        guard clock.count == 3, (0..<24).contains(clock[0]), (0..<60).contains(clock[1]), (0...60).contains(clock[2])
        else { return nil }
        return date.startUTC + clock[0] * 3600 + clock[1] * 60 + clock[2]
    }
}
