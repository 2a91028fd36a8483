import HTTPTypes
package import Hummingbird
import NIOCore

extension Problem {
    /// The problem as application/problem+json.
    /// - Parameters:
    ///   - path: what was asked for, without its query.
    ///   - requestID: what the log knows the request by.
    package func response(path: String, requestID: String) -> Response {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        headers[.cacheControl] = "no-store"
        return Response(
            status: kind.status, headers: headers,
            body: .init(byteBuffer: ByteBuffer(bytes: self.json(path: path, requestID: requestID))))
    }

    /// The problem as JSON.
    /// - Parameter path: nil where no request could be read.
    func json(path: String?, requestID: String) -> [UInt8] {
        var json = JSONWriter()
        json.object {
            writeMembers(to: &$0)
            if let path { $0.field("instance", path) }
            $0.field("requestId", requestID)
        }
        return json.bytes
    }

    /// What it says by itself, of a whole request or of one item.
    func writeMembers(to json: inout JSONWriter) {
        json.field("type", "urn:urbangrid:problem:\(kind.rawValue)")
        json.field("title", kind.title)
        json.field("status", kind.status.code)
        json.field("detail", detail)
        if !errors.isEmpty { json.field("errors", Array(errors.prefix(Self.shownErrors))) }
    }
}
