package import Foundation

/// The built web app, read into memory once: no request ever becomes a path on the disk.
package struct StaticSite: Sendable {
    package struct File: Sendable {
        package let bytes: [UInt8]
        /// The same, gzipped when the app was built, where that file exists.
        package let gzipped: [UInt8]?
        package let contentType: String
        /// Strong; of the bytes.
        package let entityTag: String
        /// Its name carries a hash of its content: it never changes.
        package let isImmutable: Bool
    }

    package enum LoadingError: Error, Hashable, CustomStringConvertible {
        case noIndex(folder: String)
        case tooLarge(folder: String)

        package var description: String {
            switch self {
            case .noIndex(let folder):
                """
                The web app is not in \(folder): there is no index.html. Build it with ./grid build, or name its folder \
                by URBANGRID_WEB_ROOT.
                """
            case .tooLarge(let folder):
                """
                \(folder) holds more than \(StaticSite.maximumBytes >> 20) MiB: expected the built web app. Name its \
                folder by URBANGRID_WEB_ROOT.
                """
            }
        }
    }

    /// By path, `/assets/app-3F2A9C1B.js`.
    package let files: [String: File]

    package var index: File? { files["/index.html"] }

    private static let maximumBytes = 64 << 20

    package init(files: [String: [UInt8]]) {
        self.files = files.reduce(into: [:]) { result, entry in
            let (path, bytes) = entry
            if path.hasSuffix(".gz"), files[String(path.dropLast(3))] != nil { return }
            result[path] = File(
                bytes: bytes, gzipped: files[path + ".gz"], contentType: ContentType.of(path),
                entityTag: EntityTag.of(bytes), isImmutable: Self.isHashed(path))
        }
    }

    /// - Throws: when the folder cannot be read or has no index.html.
    package init(folder: URL) throws {
        let root = folder.resolvingSymlinksInPath().standardizedFileURL
        let enumerator = FileManager.default.enumerator(at: root, includingPropertiesForKeys: [.isRegularFileKey])
        var files: [String: [UInt8]] = [:]
        var total = 0
        while let file = enumerator?.nextObject() as? URL {
            guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            let path = file.standardizedFileURL.path
            guard path.hasPrefix(root.path + "/") else { continue }
            let bytes = try Data(contentsOf: file)
            total += bytes.count
            guard total <= Self.maximumBytes else { throw LoadingError.tooLarge(folder: root.path) }
            files[String(path.dropFirst(root.path.count))] = Array(bytes)
        }
        guard files["/index.html"] != nil else { throw LoadingError.noIndex(folder: root.path) }
        self.init(files: files)
    }

    /// A name such as `app-3F2A9C1B.js`: eight or more letters and digits, digits among them,
    /// between a dash or a dot and the extension.
    private static func isHashed(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: "."), !name.hasSuffix(".map") else { return false }
        guard let hash = name[..<dot].split(whereSeparator: { $0 == "-" || $0 == "." }).last else { return false }
        return hash.count >= 8 && hash.count < dot.utf16Offset(in: name)
            && hash.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } && hash.contains(where: \.isNumber)
    }
}
