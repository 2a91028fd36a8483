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
            $0.field("type", "urn:urbangrid:problem:\(kind.rawValue)")
            $0.field("title", kind.title)
            $0.field("status", kind.status.code)
            $0.field("detail", detail)
            if let path { $0.field("instance", path) }
            $0.field("requestId", requestID)
            if !errors.isEmpty { $0.field("errors", Array(errors.prefix(Self.shownErrors))) }
        }
        return json.bytes
    }
}
