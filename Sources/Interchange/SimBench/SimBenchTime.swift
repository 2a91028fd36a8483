import GridModel

/// SimBench's way to write a time: `31.12.2016 23:45`.
enum SimBenchTime {
    /// The clock's time as if it were UTC; nil for anything else.
    static func read(_ bytes: ArraySlice<UInt8>) -> Timestamp? {
        let text = Array(bytes)
        guard text.count == 16, text[2] == 0x2e, text[5] == 0x2e, text[10] == 0x20, text[13] == 0x3a,
            let day = number(text[0..<2]), let month = number(text[3..<5]), let year = number(text[6..<10]),
            let hour = number(text[11..<13]), hour < 24, let minute = number(text[14..<16]), minute < 60,
            let date = CivilDate(year: year, month: month, day: day)
        else { return nil }
        return date.startUTC + Int64(hour * 3600 + minute * 60)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        var number = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            number = number * 10 + Int(digit - 0x30)
        }
        return number
    }
}
