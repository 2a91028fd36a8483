import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import GridAPI

@Suite struct SessionCookieTests {
    private func request(_ cookie: String) -> Request {
        Request(
            head: HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/", headerFields: [.cookie: cookie]),
            body: RequestBody(buffer: ByteBuffer()))
    }

    /// A neighbouring host of the domain can set the other names.
    @Test func overHTTPSOnlyTheNamesThatNoOtherHostCanSetAreRead() {
        let cookies = SessionCookies(isSecure: true)
        let planted = request("urbangrid_access=a; __Secure-urbangrid_access=b; urbangrid_refresh=c")
        #expect(cookies.accessToken(in: planted) == nil && cookies.refreshToken(in: planted) == nil)
        let own = request("__Secure-urbangrid_access=b; __Host-urbangrid_access=own; __Secure-urbangrid_refresh=r")
        #expect(cookies.accessToken(in: own) == "own" && cookies.refreshToken(in: own) == "r")
    }

    @Test func withoutHTTPSThePlainNamesAre() {
        let cookies = SessionCookies(isSecure: false)
        #expect(cookies.accessToken(in: request("x=1; urbangrid_access=a")) == "a")
        #expect(cookies.accessToken(in: request("__Host-urbangrid_access=a")) == nil)
    }
}
