import Interchange

/// A request of line protocol as it came in.
package struct LineBody: Hashable, Sendable {
    /// The unit of its timestamps, by the names that InfluxDB's API has for them.
    package enum Precision: String, CaseIterable, Sendable {
        case ns, n, us, u, ms, s
    }

    package let bytes: [UInt8]
    package let isGzip: Bool
    package let precision: Precision
    /// Who sent it, for the revision log.
    package let source: String

    package init(bytes: [UInt8], isGzip: Bool, precision: Precision = .ns, source: String = "line protocol") {
        self.bytes = bytes
        self.isGzip = isGzip
        self.precision = precision
        self.source = source
    }

    /// Bytes of line protocol in it, as far as it says.
    package var declaredSize: Int { isGzip ? GzipBody.declaredSize(bytes) ?? 0 : bytes.count }

    /// - Throws: `LineBodyError`
    func lines() throws(LineBodyError) -> [UInt8] {
        guard isGzip else { return bytes }
        do {
            return try GzipBody.inflate(bytes, upTo: declaredSize)
        } catch {
            throw .notGzip
        }
    }
}

package enum LineBodyError: Error, Hashable {
    /// The body is not one member of gzip.
    case notGzip
}
