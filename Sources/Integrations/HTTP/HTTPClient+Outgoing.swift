import AsyncHTTPClient
import NIOCore
import NIOSSL

extension HTTPClient.Configuration {
    /// For requests to services outside: no redirects, HTTP/1.1, TLS 1.2 or newer with certificates checked.
    static func outgoing(connectSeconds: Int64, readSeconds: Int64) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        // The library's own would take TLS 1.0 as well.
        tls.minimumTLSVersion = .tlsv12
        var configuration = HTTPClient.Configuration(
            tlsConfiguration: tls, redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(connectSeconds), read: .seconds(readSeconds)))
        configuration.httpVersion = .http1Only
        return configuration
    }
}
