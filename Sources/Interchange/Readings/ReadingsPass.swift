/// One pass over a file of readings, slice by slice, in memory that does not grow with the file.
///
/// Every reading has passed the checks of `ReadingValidator`. Not sendable: whoever drives it between
/// two slices decides where the next one runs.
public protocol ReadingsPass: AnyObject {
    /// Reads on until `rows` more rows have been read or `readings` are gathered, whichever comes first. A pass that
    /// gathers ends at the first fault.
    ///
    /// - Returns: false when there is nothing more to read.
    /// - Throws: when the file cannot be read on: it is damaged, or of another kind.
    func advance(rows: Int, readings: Int) throws(ImportError) -> Bool

    /// What was gathered since the last time, by series; always empty in a pass that only checks.
    func takeReadings() -> [SeriesReadings]

    var progress: ReadProgress { get }
    var faults: ImportFaults { get }
    /// What was found so far.
    var report: ReadingsReport { get }
}
