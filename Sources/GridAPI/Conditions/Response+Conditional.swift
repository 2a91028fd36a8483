import HTTPTypes
import Hummingbird

extension Response {
    /// The answer to a GET, or 304 when the client has it (`If-None-Match`, RFC 9110 §13.1.2). An answer without a tag
    /// is given as it is.
    func unlessKnown(to request: Request) -> Response {
        guard status == .ok, let tag = headers[.eTag], request.headers[.ifNoneMatch] != nil else { return self }
        let known = request.headers[values: .ifNoneMatch].joined(separator: ",")
        guard EntityTag.matches(known, tag) else { return self }
        var headers = headers
        headers[.contentType] = nil
        return Response(status: .notModified, headers: headers)
    }
}
