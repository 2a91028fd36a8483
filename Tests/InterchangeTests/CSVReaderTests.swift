import Interchange
import Testing

@Suite struct CSVReaderTests {
    @Test(arguments: [1, 2, 3, 7, 65_536])
    func readsQuotesLineBreaksAndMarks(chunkSize: Int) throws {
        let text = "\u{feff}a;b;\"c;\"\"x\"\"\"\r\n1;\"two\r\nlines\";3\r\n\r\n4;;6\n7;8;9"
        let reader = try CSVReader(MemoryByteSource(text, chunkSize: chunkSize))
        var records: [CSVRecord] = []
        while let record = try reader.next() { records.append(record) }
        #expect(
            records.map(\.texts) == [
                ["a", "b", "c;\"x\""], ["1", "two\r\nlines", "3"], ["4", "", "6"], ["7", "8", "9"],
            ])
        #expect(records.map(\.line) == [1, 2, 5, 6])
        #expect(records.map(\.problem) == [nil, nil, nil, nil])
    }

    @Test(arguments: [("a,b;c,d", 3), ("a;b,c;d", 3), ("a\tb\tc", 3), ("\"a,b,c,d\";e", 2), ("alone", 1)])
    func tellsTheDelimiter(text: String, columns: Int) throws {
        let reader = try CSVReader(MemoryByteSource(text))
        #expect(try reader.next()?.count == columns)
    }

    @Test func namesTheLineThatIsNotUTF8() throws {
        let bytes = Array("a,b\nä,ö\n".utf8) + [0x31, 0xff, 0x0a] + Array("2,3\n".utf8)
        let reader = try CSVReader(MemoryByteSource(bytes))
        var problems: [Int: String?] = [:]
        while let record = try reader.next() { problems[record.line] = record.problem }
        #expect(
            problems == [
                1: nil, 2: nil, 3: "The line is not valid UTF-8; is the file in the encoding windows-1252?", 4: nil,
            ])
    }

    @Test func marksStrayQuotes() throws {
        let reader = try CSVReader(MemoryByteSource("a\"b,c\n\"a\"b,c\nd,e"))
        #expect(try reader.next()?.problem != nil)
        #expect(try reader.next()?.problem != nil)
        #expect(try reader.next()?.problem == nil)
    }

    @Test func refusesWithoutBound() throws {
        let format = CSVFormat(recordByteLimit: 100, columnLimit: 3)
        func last(_ text: String) throws {
            let reader = try CSVReader(MemoryByteSource(text), format: format)
            while try reader.next() != nil {}
        }
        #expect(throws: ImportError.lineTooLong(line: 2, limit: 100)) {
            try last("a\n" + String(repeating: "x", count: 101))
        }
        #expect(throws: ImportError.tooManyColumns(line: 1, limit: 3)) { try last("a,b,c,d") }
        #expect(throws: ImportError.unterminatedQuote(line: 3)) { try last("a\nb\n\"c\nd") }
        #expect(throws: Never.self) { try last("a,b,c\n") }
    }

    @Test func emptyInputHasNoRecord() throws {
        #expect(try CSVReader(MemoryByteSource("")).next() == nil)
        #expect(try CSVReader(MemoryByteSource("\n\r\n\n")).next() == nil)
    }
}
