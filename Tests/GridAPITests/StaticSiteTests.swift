import Foundation
import GridAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@Suite struct StaticSiteTests {
    private let site = StaticSite(files: [
        "/index.html": Array("<!doctype html>".utf8), "/assets/app-3F2A9C1B.js": Array("let a = 1".utf8),
        "/assets/app-3F2A9C1B.js.gz": [0x1F, 0x8B, 1], "/favicon.svg": Array("<svg/>".utf8),
        "/assets/workspace-settings.js": Array("1".utf8),
    ])

    @Test func cachesHashedFilesForEverAndTheIndexNever() async throws {
        try await TestServer(site: site).test { client in
            let script = try await client.execute(uri: "/assets/app-3F2A9C1B.js", method: .get)
            #expect(script.headers[.cacheControl]?.contains("immutable") == true)
            #expect(script.headers[.contentType] == "text/javascript; charset=utf-8")
            let plain = try await client.execute(uri: "/assets/workspace-settings.js", method: .get)
            #expect(plain.headers[.cacheControl] == "no-cache")
            let index = try await client.execute(uri: "/", method: .get)
            #expect(index.headers[.cacheControl] == "no-cache")
            #expect(index.headers[.contentSecurityPolicy]?.contains("default-src 'self'") == true)
        }
    }

    @Test(arguments: ["/", "/zones/5", "/anomalies", "/a/b/c"])
    func givesTheIndexForEveryPageOfTheApp(path: String) async throws {
        try await TestServer(site: site).test { client in
            let response = try await client.execute(uri: path, method: .get)
            #expect(response.status == .ok)
            #expect(String(buffer: response.body) == "<!doctype html>")
        }
    }

    @Test(arguments: [
        "/missing.js", "/api/nothing", "/api/v2/zones", "/../etc/passwd.txt", "/%2e%2e/%2e%2e/etc/host.conf",
        "/..%2f..%2fetc/passwd.x", "/a%00.js", "//evil.example", "/assets/app-3F2A9C1B.js.gz",
    ])
    func givesNothingForFilesThatAreNotThere(path: String) async throws {
        try await TestServer(site: site).test { client in
            let response = try await client.execute(uri: path, method: .get)
            #expect(response.status == .notFound)
            #expect(response.headers[.contentType] == "application/problem+json")
        }
    }

    @Test func sendsTheCompressedFileToThoseThatTakeIt() async throws {
        try await TestServer(site: site).test { client in
            let uri = "/assets/app-3F2A9C1B.js"
            let zipped = try await client.execute(uri: uri, method: .get, headers: [.acceptEncoding: "br, gzip;q=0.8"])
            #expect(zipped.headers[.contentEncoding] == "gzip")
            #expect(zipped.body.readableBytes == 3)
            let refused = try await client.execute(uri: uri, method: .get, headers: [.acceptEncoding: "gzip;q=0"])
            #expect(refused.headers[.contentEncoding] == nil)
            #expect(zipped.headers[.eTag] != refused.headers[.eTag])
        }
    }

    @Test func answersNotModifiedToThoseWhoHaveIt() async throws {
        try await TestServer(site: site).test { client in
            let first = try await client.execute(uri: "/favicon.svg", method: .get)
            let tag = try #require(first.headers[.eTag])
            let again = try await client.execute(
                uri: "/favicon.svg", method: .get, headers: [.ifNoneMatch: "\"x\", \(tag)"])
            #expect(again.status == .notModified)
            #expect(again.body.readableBytes == 0)
        }
    }

    @Test func readsAFolderOnce() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "site-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("a"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let missing = #expect(throws: StaticSite.LoadingError.self) { try StaticSite(folder: folder) }
        #expect(missing?.description.contains(folder.lastPathComponent) == true)
        #expect(missing?.description.contains("URBANGRID_WEB_ROOT") == true)
        try Data("x".utf8).write(to: folder.appendingPathComponent("index.html"))
        try Data("y".utf8).write(to: folder.appendingPathComponent("a/b.css"))
        let site = try StaticSite(folder: folder)
        #expect(Set(site.files.keys) == ["/index.html", "/a/b.css"])
    }
}
