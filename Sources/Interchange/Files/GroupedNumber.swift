/// Reads decimal numbers whose thousands may be grouped: `1.234,5` where the comma is the decimal mark, `1,234.5`
/// where the point is.
enum GroupedNumber {
    struct Fault: Error {
        let reason: String
    }

    static func read(_ text: ArraySlice<UInt8>, isDecimalComma: Bool) -> Result<Double, Fault> {
        if let number = DecimalText.double(text, isDecimalComma: isDecimalComma) { return .success(number) }
        let (mark, separator) =
            isDecimalComma ? (UInt8(ascii: ","), UInt8(ascii: ".")) : (UInt8(ascii: "."), UInt8(ascii: ","))
        guard text.count <= 64, text.contains(separator) else { return .failure(Fault(reason: "is not a number")) }
        let plain = text.filter { $0 != separator }
        guard let number = DecimalText.double(plain, isDecimalComma: isDecimalComma) else {
            return .failure(Fault(reason: "is not a number where the decimal mark is \(name(mark))"))
        }
        let whole = text.prefix { $0 != mark }
        let groups = whole.drop { $0 == 0x2b || $0 == 0x2d }.split(
            separator: separator, omittingEmptySubsequences: false)
        let isGrouped =
            groups.count > 1 && (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
            && !text.dropFirst(whole.count).contains(separator)
        guard isGrouped else {
            return .failure(Fault(reason: "is not a number where the decimal mark is \(name(mark))"))
        }
        // A single separator and no decimals may be either mark: a factor of a thousand is no guess to make.
        guard groups.count > 2 || whole.count < text.count else {
            return .failure(
                Fault(
                    reason: "can be read as thousands or as decimals: write it without the \(name(separator)), or with"
                        + " decimals after a \(name(mark))"))
        }
        return .success(number)
    }

    private static func name(_ mark: UInt8) -> String { mark == UInt8(ascii: ",") ? "comma" : "point" }
}
