/// One table of a SimBench folder: its records and where its columns are.
struct SimBenchTable {
    let file: String
    private let columns: [String: Int]
    let records: [CSVRecord]

    /// Reads a table whole. Records that cannot be read, and columns that are missing, are added to
    /// `faults`; nil when the table has no use.
    init?(
        file: String, source: any ByteSource, columns required: [String], faults: inout ImportFaults
    ) throws(ImportError) {
        self.file = file
        let reader = try CSVReader(source, format: CSVFormat(delimiter: CSVFormat.semicolon))
        guard let header = try reader.next() else {
            faults.add(ImportFault(file: file, reason: "The file is empty"))
            return nil
        }
        let names = header.texts
        columns = Dictionary(zip(names, names.indices)) { first, _ in first }
        let missing = required.filter { !names.contains($0) }
        for name in missing {
            faults.add(ImportFault(file: file, line: header.line, column: name, reason: "The column is missing"))
        }
        var records: [CSVRecord] = []
        while let record = try reader.next() {
            if let problem = record.problem {
                faults.add(ImportFault(file: file, line: record.line, reason: problem))
            } else if record.count != names.count {
                let reason = "The line has \(record.count) fields, the header \(names.count)"
                faults.add(ImportFault(file: file, line: record.line, reason: reason))
            } else {
                records.append(record)
            }
        }
        self.records = records
        guard missing.isEmpty else { return nil }
    }

    /// Nil for an empty field, `NULL`, or a column that the table does not have.
    func text(_ column: String, of record: CSVRecord) -> String? {
        guard let index = columns[column], index < record.count else { return nil }
        let text = record.text(index)
        return text.isEmpty || text == "NULL" ? nil : text
    }

    func requiredText(_ column: String, of record: CSVRecord, _ faults: inout ImportFaults) -> String? {
        if let text = text(column, of: record) { return text }
        faults.add(fault(column, record, "A value is needed here"))
        return nil
    }

    /// A number in `range`; what is missing or no such number is added to `faults`.
    func number(
        _ column: String, of record: CSVRecord, in range: ClosedRange<Double> = -1e12...1e12,
        _ faults: inout ImportFaults
    ) -> Double? {
        guard let text = requiredText(column, of: record, &faults) else { return nil }
        guard let number = DecimalText.double(Array(text.utf8)[...]) else {
            faults.add(fault(column, record, "“\(text)” is not a number"))
            return nil
        }
        guard range.contains(number) else {
            let expected = "from \(range.lowerBound) to \(range.upperBound)"
            faults.add(fault(column, record, "\(text) is out of range: expected \(expected)"))
            return nil
        }
        return number
    }

    func fault(_ column: String?, _ record: CSVRecord, _ reason: String) -> ImportFault {
        ImportFault(file: file, line: record.line, column: column, reason: reason)
    }
}
