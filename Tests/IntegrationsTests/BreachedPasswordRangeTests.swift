import HTTPTypes
import Hummingbird
import Integrations
import NIOCore
import Testing

@Suite struct BreachedPasswordRangeTests {
    /// Of “password”.
    private static let known = "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8"
    private static let answer = """
        1D2DA4053E34E76F6576ED1DA63134B5E2A:2\r
        1E4C9B93F3F0682250B6CF8331B7EE68FD8:52256179\r
        1E4C9B93F3F0682250B6CF8331B7EE68FD9:0\r
        """

    private static func text(_ text: String, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/plain"], body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    @Test func fiveDigitsLeaveTheMachineAndNothingElse() async throws {
        let answer: @Sendable (Request) -> Response = { _ in Self.text(Self.answer) }
        try await LocalProvider.with(answer) { provider, base in
            let range = BreachedPasswordRange(address: base + "/range/", seconds: 600)
            let isKnown = try await range.contains(Self.known)
            #expect(isKnown)
            // Padding, which is as many as nobody has ever seen.
            let isPaddingKnown = try await range.contains("5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD9")
            let isOtherKnown = try await range.contains("5BAA6000000000000000000000000000000000AA")
            #expect(!isPaddingKnown && !isOtherKnown)
            #expect(provider.seen.map(\.uri.string) == ["/range/5BAA6", "/range/5BAA6", "/range/5BAA6"])
            for request in provider.seen {
                #expect(request.headers[HTTPField.Name("Add-Padding")!] == "true")
                let names = Set(request.headers.map(\.name.canonicalName))
                #expect(names.isSubset(of: ["host", "accept", "add-padding", "user-agent", "connection"]), "\(names)")
            }
        }
    }

    @Test(arguments: [
        ("", 500), (answer, 404), ("<html>Welcome</html>", 200), ("1E4C9B93F3F0682250B6CF8331B7EE68FD8", 200),
        ("1E4C9B93F3F0682250B6CF8331B7EE68FD8:x", 200), (String(repeating: " ", count: 2 << 20), 200),
    ])
    func anAnswerOfAnotherShapeIsAFaultAndNoAnswer(text: String, status: Int) async throws {
        let answer: LocalProvider.Answer = { _ in Self.text(text, .init(code: status)) }
        try await LocalProvider.with(answer) { _, base in
            await #expect(throws: ConnectorError.self) {
                try await BreachedPasswordRange(address: base + "/", seconds: 600).contains(Self.known)
            }
        }
    }

    @Test func followsNoRedirect() async throws {
        let answer: LocalProvider.Answer = { request in
            request.uri.path == "/elsewhere"
                ? Self.text(Self.answer) : Response(status: .found, headers: [.location: "/elsewhere"])
        }
        try await LocalProvider.with(answer) { provider, base in
            await #expect(throws: ConnectorError.self) {
                try await BreachedPasswordRange(address: base + "/", seconds: 600).contains(Self.known)
            }
            #expect(provider.seen.count == 1)
        }
    }

    @Test func nobodyWaitsForAServiceThatSaysNothing() async throws {
        let answer: LocalProvider.Answer = { _ in
            try await Task.sleep(for: .seconds(600))
            return Self.text(Self.answer)
        }
        try await LocalProvider.with(answer) { _, base in
            await #expect(throws: ConnectorError.self) {
                try await BreachedPasswordRange(address: base + "/", seconds: 1).contains(Self.known)
            }
        }
    }
}
