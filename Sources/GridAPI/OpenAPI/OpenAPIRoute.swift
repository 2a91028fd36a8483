import CEmbeddedFiles
import HTTPTypes
import Hummingbird
import Identity
import NIOCore

/// Serves the description of the API from the file beside this one.
package struct OpenAPIRoute {
    /// The document's bytes.
    package static let document: [UInt8] = {
        let file = embedded_api_description()
        return Array(UnsafeBufferPointer(start: file.bytes, count: file.count))
    }()

    private static let entityTag = EntityTag.of(document)

    package init() {}

    package func add(to routes: inout RouteTable) {
        routes.get("/api/v1/openapi.json", .anyone) { request, _, _ in
            let headers: HTTPFields = [
                .contentType: "application/json", .cacheControl: "no-cache", .eTag: Self.entityTag,
            ]
            if let known = request.headers[.ifNoneMatch], EntityTag.matches(known, Self.entityTag) {
                return Response(status: .notModified, headers: headers)
            }
            return Response(
                status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: Self.document)))
        }
    }
}
