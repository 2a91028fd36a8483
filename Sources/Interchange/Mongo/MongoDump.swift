import Foundation

/// A dump of a MongoDB database: a folder of `mongodump` or `mongoexport`, an archive, or one collection's file.
/// Each plain or gzip.
public struct MongoDump: Sendable {
    private struct File {
        let path: String
        let collection: String
        let isJSON: Bool
    }

    private let path: String

    public init(path: String) {
        self.path = path
    }

    /// Reads every document, a file after the other. A line of JSON that is no document is left; in a folder so is a
    /// file from where it is damaged on.
    ///
    /// - Parameters:
    ///   - progress: 0…1
    ///   - onFault: told of everything that is left, by file and line or document.
    ///   - visit: the collection, the document and where it stands.
    /// - Throws: `ImportError` with file and document.
    public func forEachDocument(
        progress: (Double) -> Void = { _ in }, onFault: @escaping (ImportFault) -> Void = { _ in },
        _ visit: (String, MongoDocument, MongoPlace) -> Void
    ) throws(ImportError) {
        let reader = Reader(self, onFault)
        while let (collection, document, place) = try reader.next() {
            visit(collection, document, place)
            if place.number % 1024 == 0 { progress(reader.fraction) }
        }
        progress(1)
    }

    public func reader() -> Reader { Reader(self) { _ in } }

    /// Reads a dump at the caller's pace.
    public final class Reader {
        private let dump: MongoDump
        private var files: [File]?
        private var index = 0
        private var documents: (any MongoDocuments)?
        private var name = ""
        private var number = 0

        private let onFault: (ImportFault) -> Void

        init(_ dump: MongoDump, _ onFault: @escaping (ImportFault) -> Void) {
            self.dump = dump
            self.onFault = onFault
        }

        /// 0…1
        public var fraction: Double {
            guard let files, !files.isEmpty else { return 0 }
            return min(1, (Double(index) + (documents?.progress.fraction ?? 0)) / Double(files.count))
        }

        /// Nil at the end.
        public func next() throws(ImportError) -> (String, MongoDocument, MongoPlace)? {
            if files == nil { files = try dump.files() }
            let files = files ?? []
            while index < files.count {
                do {
                    if documents == nil {
                        name = (files[index].path as NSString).lastPathComponent
                        number = 0
                        documents = try dump.open(files[index], name, onFault)
                    }
                    if let (collection, document) = try documents?.next() {
                        number += 1
                        return (collection, document, MongoPlace(file: name, number: number))
                    }
                } catch {
                    // The other collections can be read all the same.
                    guard files.count > 1 else { throw error }
                    onFault(ImportFault(reason: error.description))
                }
                documents = nil
                index += 1
            }
            return nil
        }
    }

    private func open(
        _ file: File, _ name: String, _ onFault: @escaping (ImportFault) -> Void
    ) throws(ImportError) -> any MongoDocuments {
        if file.isJSON {
            return MongoJSONDocuments(
                try FileByteSource(path: file.path), file: name, collection: file.collection,
                onFault: onFault)
        }
        var first = ByteCursor(try FileByteSource(path: file.path))
        if try first.take(4) == MongoArchiveDocuments.magic {
            return try MongoArchiveDocuments(try FileByteSource(path: file.path), file: name)
        }
        return BSONDocuments(try FileByteSource(path: file.path), file: name, collection: file.collection)
    }

    private func files() throws(ImportError) -> [File] {
        var isFolder = false as ObjCBool
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw .cannotRead(file: path, reason: "There is no such file or folder")
        }
        guard isFolder.boolValue else { return [Self.file(path) ?? File(path: path, collection: "", isJSON: false)] }
        let root = URL(fileURLWithPath: path)
        // mongodump makes a folder for each database.
        let folders = [root] + Self.contents(root).filter { $0.hasDirectoryPath }
        let files = folders.flatMap { Self.contents($0) }.compactMap { Self.file($0.path) }
        guard !files.isEmpty else {
            throw .cannotRead(file: path, reason: "It holds no .bson, .json or .jsonl file, plain or .gz")
        }
        return files.sorted { $0.path < $1.path }
    }

    private static func contents(_ folder: URL) -> [URL] {
        let found = try? FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: [.isDirectoryKey])
        return found ?? []
    }

    private static func file(_ path: String) -> File? {
        var name = (path as NSString).lastPathComponent
        if name.hasSuffix(".gz") { name.removeLast(3) }
        for (ending, isJSON) in [(".bson", false), (".jsonl", true), (".ndjson", true), (".json", true)]
        where name.hasSuffix(ending) {
            name.removeLast(ending.count)
            // Indexes and options of a collection, and of the dump.
            if name.hasSuffix(".metadata") || name == "prelude" || name.hasPrefix("system.") { return nil }
            return File(path: path, collection: name, isJSON: isJSON)
        }
        return nil
    }
}

/// Where a document stands.
public struct MongoPlace: Hashable, Sendable {
    public let file: String
    /// From 1.
    public let number: Int

    public func fault(_ field: String?, _ reason: String) -> ImportFault {
        ImportFault(file: "\(file), document \(number)", column: field, reason: reason)
    }
}
