import HTTPTypes
import Hummingbird
import NIOCore

/// Answers with the web app's files, and with its index for every page of it.
struct StaticRoutes {
    let site: StaticSite?

    /// Takes every GET that no other route takes.
    func register(on router: Router<GridRequestContext>) {
        router.get("") { request, _ in try response(to: request) }
        router.get("**") { request, _ in try response(to: request) }
    }

    private func response(to request: Request) throws -> Response {
        guard let path = PercentCoding.decoded(request.uri.path, plusIsSpace: false), !Self.isReserved(path) else {
            throw HTTPError(.notFound)
        }
        guard let site else { throw Problem(.notFound, "The web app is not installed with this server.") }
        if path != "/", let file = site.files[path] {
            return respond(file, to: request, isIndex: path == "/index.html")
        }
        // A page of the app has no extension; a file that is not there is not a page.
        let isPage = path.split(separator: "/").last.map { !$0.contains(".") } ?? true
        guard isPage, let index = site.index else { throw Problem(.notFound, "There is nothing at this path.") }
        return respond(index, to: request, isIndex: true)
    }

    private static func isReserved(_ path: String) -> Bool {
        path == "/api" || path.hasPrefix("/api/") || path.contains("//")
    }

    private func respond(_ file: StaticSite.File, to request: Request, isIndex: Bool) -> Response {
        let cache = file.isImmutable && !isIndex ? "public, max-age=31536000, immutable" : "no-cache"
        var headers: HTTPFields = [.contentType: file.contentType, .cacheControl: cache]
        var bytes = file.bytes
        var tag = file.entityTag
        if let gzipped = file.gzipped {
            headers[.vary] = "Accept-Encoding"
            if Self.accepts(gzip: request.headers[.acceptEncoding] ?? "") {
                headers[.contentEncoding] = "gzip"
                bytes = gzipped
                tag = String(tag.dropLast()) + "-gz\""
            }
        }
        headers[.eTag] = tag
        if let known = request.headers[.ifNoneMatch], EntityTag.matches(known, tag) {
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private static func accepts(gzip header: String) -> Bool {
        header.split(separator: ",").contains { part in
            let pieces = part.split(separator: ";").map { $0.filter { $0 != " " }.lowercased() }
            guard pieces.first == "gzip" || pieces.first == "*" else { return false }
            return !pieces.dropFirst().contains { $0.hasPrefix("q=0") && Double($0.dropFirst(2)) == 0 }
        }
    }
}
