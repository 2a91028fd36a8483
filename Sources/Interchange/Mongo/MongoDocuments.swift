/// The documents of a file, one after the other, each with the collection it is from.
protocol MongoDocuments: AnyObject {
    /// Nil at the end.
    func next() throws(ImportError) -> (collection: String, document: MongoDocument)?
    var progress: ReadProgress { get }
}

/// What `mongodump` writes for a collection: documents in BSON, one after the other.
final class BSONDocuments: MongoDocuments {
    private let file: String
    private let collection: String
    private var cursor: ByteCursor
    private var count = 0

    init(_ source: any ByteSource, file: String, collection: String) {
        self.file = file
        self.collection = collection
        cursor = ByteCursor(source)
    }

    var progress: ReadProgress { cursor.progress }

    func next() throws(ImportError) -> (collection: String, document: MongoDocument)? {
        guard try cursor.peek() != nil else { return nil }
        count += 1
        return (collection, try cursor.bsonDocument(file: file, number: count))
    }
}

/// What `mongoexport` writes: a document on a line, or an array of them. What is no document is a fault by its line,
/// and the rest is read on.
final class MongoJSONDocuments: MongoDocuments {
    private let file: String
    private let collection: String
    private let onFault: (ImportFault) -> Void
    private var cursor: ByteCursor
    private var line = 1
    private var count = 0

    init(_ source: any ByteSource, file: String, collection: String, onFault: @escaping (ImportFault) -> Void) {
        self.file = file
        self.collection = collection
        self.onFault = onFault
        cursor = ByteCursor(source)
    }

    var progress: ReadProgress { cursor.progress }

    func next() throws(ImportError) -> (collection: String, document: MongoDocument)? {
        while let (text, line) = try object() {
            count += 1
            do {
                return (collection, try MongoDocument(json: text))
            } catch {
                note(line, error.reason)
            }
        }
        return nil
    }

    private func note(_ line: Int, _ reason: String) { onFault(ImportFault(file: file, line: line, reason: reason)) }

    private func take() throws(ImportError) -> UInt8? {
        let byte = try cursor.next()
        if byte == 0x0a { line += 1 }
        return byte
    }

    /// The bytes of the next object and the line it begins on. It is found by its brackets; a line that begins with
    /// one while another object is open, or ends inside a text, ends what came before as broken.
    private func object() throws(ImportError) -> ([UInt8], line: Int)? {
        search: while true {
            try skip()
            guard try cursor.peek() != nil else { return nil }
            let begin = line
            var text: [UInt8] = []
            var depth = 0
            var isText = false
            var isEscaped = false
            while let byte = try take() {
                text.append(byte)
                if byte == 0x0a {
                    let isNext = try cursor.peek() == UInt8(ascii: "{")
                    if isText || isNext {
                        note(
                            begin,
                            isText
                                ? "It is no Extended JSON: a text never ends" : "It is no Extended JSON: it never ends")
                        continue search
                    }
                } else if isText {
                    if isEscaped {
                        isEscaped = false
                    } else if byte == UInt8(ascii: "\\") {
                        isEscaped = true
                    } else if byte == UInt8(ascii: "\"") {
                        isText = false
                    }
                } else if byte == UInt8(ascii: "\"") {
                    isText = true
                } else if byte == UInt8(ascii: "{") {
                    depth += 1
                } else if byte == UInt8(ascii: "}") {
                    depth -= 1
                    if depth == 0 { return (text, begin) }
                }
                // Extended JSON is longer than the BSON it stands for.
                guard text.count <= MongoDocument.bytesLimit * 4 else {
                    throw .cannotRead(
                        file: file, reason: "line \(begin): document \(count + 1) is longer than any document may be")
                }
            }
            note(begin, "It is no Extended JSON: the file ends in the middle of it")
            return nil
        }
    }

    /// Goes to the next object; a line with something else before it is a fault, and left.
    private func skip() throws(ImportError) {
        while let byte = try cursor.peek(), byte != UInt8(ascii: "{") {
            if [0x20, 0x0a, 0x0d, 0x09, 0x2c, 0x5b, 0x5d, 0xef, 0xbb, 0xbf].contains(byte) {
                _ = try take()
            } else {
                note(line, "Expected a document in {…}")
                while let byte = try take(), byte != 0x0a {}
            }
        }
    }
}

/// What `mongodump --archive` writes: the documents of all collections, in blocks.
///
/// A magic number, a prelude of documents that ends with −1, then blocks: a header
/// `{db, collection, EOF, CRC}`, documents, −1.
final class MongoArchiveDocuments: MongoDocuments {
    /// 0x8199e26d, little-endian.
    static let magic: [UInt8] = [0x6d, 0xe2, 0x99, 0x81]
    private static let terminator: [UInt8] = [0xff, 0xff, 0xff, 0xff]

    private let file: String
    private var cursor: ByteCursor
    /// Nil between blocks.
    private var collection: String?
    private var count = 0

    init(_ source: any ByteSource, file: String) throws(ImportError) {
        self.file = file
        cursor = ByteCursor(source)
        guard try cursor.take(4) == Self.magic else {
            throw .cannotRead(file: file, reason: "It is no archive of mongodump")
        }
        while try part() != nil {}
    }

    var progress: ReadProgress { cursor.progress }

    func next() throws(ImportError) -> (collection: String, document: MongoDocument)? {
        while true {
            if let collection {
                if let document = try part() { return (collection, document) }
                self.collection = nil
            }
            guard try cursor.peek() != nil else { return nil }
            guard let header = try part() else {
                throw .cannotRead(file: file, reason: "after document \(count): a block has no header")
            }
            guard let name = header.value["collection"]?.name, header.value["db"]?.name != nil else {
                throw .cannotRead(file: file, reason: "document \(count): a block's header names no collection")
            }
            collection = name
        }
    }

    /// The next document of the block; nil at its end.
    private func part() throws(ImportError) -> MongoDocument? {
        let length = try cursor.take(4)
        if length == Self.terminator { return nil }
        count += 1
        return try cursor.bsonDocument(file: file, number: count, length: length)
    }
}

extension ByteCursor {
    /// - Parameter length: the four bytes of the length, where they are taken already.
    mutating func bsonDocument(
        file: String, number: Int, length taken: [UInt8]? = nil
    ) throws(ImportError) -> MongoDocument {
        let head: [UInt8]
        if let taken { head = taken } else { head = try take(4) }
        let length = head.enumerated().reduce(0) { $0 | Int($1.element) << (8 * $1.offset) }
        guard head.count == 4, (5...MongoDocument.bytesLimit).contains(length) else {
            throw .cannotRead(file: file, reason: "document \(number): expected its length, at most 16 MiB")
        }
        let rest = try take(length - 4)
        guard rest.count == length - 4 else {
            throw .cannotRead(file: file, reason: "document \(number): the file ends in the middle of it")
        }
        do {
            return try MongoDocument(bson: head + rest)
        } catch {
            throw .cannotRead(file: file, reason: "document \(number): \(error.reason)")
        }
    }
}
