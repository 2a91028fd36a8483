import GridAPI
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@Suite struct ValidationRouteTests {
    private func answer(
        _ uri: String, _ body: String, _ method: HTTPRequest.Method = .post
    ) async throws -> (status: Int, text: String) {
        let response = try await TestServer().response(
            "/api/v1" + uri, method, headers: [.contentType: "application/json"], body: ByteBuffer(string: body))
        return (response.status.code, String(buffer: response.body))
    }

    private let values =
        #"{"reason":"Seen.","values":[{"start":"2026-11-23T08:00:00Z","value":1}]}"#

    @Test func editsByValuesAndByMethod() async throws {
        #expect(try await answer("/series/1/edits", values).status == 200)
        let span = #""from":"2026-11-23T08:00:00Z","to":"2026-11-23T09:00:00Z""#
        let method = #"{"reason":"Seen.","isPreview":true,"method":"linear",\#(span)}"#
        let preview = try await answer("/series/1/edits", method)
        #expect(preview.status == 200 && preview.text.hasPrefix(#"{"edit":null"#))
        #expect(try await answer("/series/9/edits", values).status == 404)
    }

    @Test(arguments: [
        (#"{"reason":"Seen."}"#, "values"),
        (#"{"reason":"Seen.","values":[{"start":"noon","value":1}]}"#, "values[0]"),
        (#"{"reason":7,"values":[{"start":"2026-11-23T08:00:00Z","value":1}]}"#, "reason"),
        (#"{"reason":"Seen.","x":1,"values":[{"start":"2026-11-23T08:00:00Z","value":1}]}"#, "x"),
        (#"{"reason":"Seen.","method":"linear","from":"2026-11-23T08:00:00Z"}"#, "to"),
        (#"{"reason":"Seen.","method":"magic"}"#, "values"),
        // Whoever is signed in is who did it: nobody can say they are somebody else.
        (#"{"reason":"Seen.","actor":"B","values":[{"start":"2026-11-23T08:00:00Z","value":1}]}"#, "actor"),
    ])
    func namesWhatIsWrongWithAnEdit(body: String, field: String) async throws {
        let answer = try await answer("/series/1/edits", body)
        #expect(answer.status == 422)
        #expect(answer.text.contains(#""field":"\#(field)""#))
    }

    @Test(arguments: ["", "[]", "{", "3", #"{"a":1,"a":2}"#])
    func whatIsNoObjectIsABadRequest(body: String) async throws {
        #expect(try await answer("/edits/1/revert", body).status == 400)
    }

    @Test func takesEditsBackAndDismissesFindings() async throws {
        #expect(try await answer("/edits/1/revert", #"{"reason":"Wrong."}"#).status == 200)
        #expect(try await answer("/edits/2/revert", #"{"reason":"Wrong."}"#).status == 404)
        #expect(try await answer("/findings/1/dismiss", #"{"note":"So it is."}"#).status == 200)
        #expect(try await answer("/findings/1/dismiss", #"{"note":"x"}"#).status == 422)
        #expect(try await answer("/findings/8/dismiss", #"{"note":"So it is."}"#).status == 404)
        #expect(try await answer("/estimations", "").status == 200)
    }

    @Test func setsRulesAndSettings() async throws {
        let rule = #"{"kind":"gap","isEnabled":true,"parameters":[{"name":"hours","value":1}]}"#
        let good = #"{"rules":[\#(rule)]}"#
        #expect(try await answer("/series/1/validation-rules", good, .put).status == 200)
        #expect(try await answer("/validation-rules?quantity=netLoad", good, .put).status == 200)
        #expect(try await answer("/validation-rules", good, .put).status == 400)
        let unknown = try await answer(
            "/series/1/validation-rules", #"{"rules":[{"kind":"x","isEnabled":true}]}"#, .put)
        #expect(unknown.status == 422 && unknown.text.contains("rules[0].kind"))
        let settings =
            #"{"isEstimating":false,"zonesNotEstimated":[1],"linearHours":2,"longestHours":48,"graceHours":24,"lateMinutes":30}"#
        let set = try await answer("/estimation-settings", settings, .put)
        #expect(set.status == 200 && set.text == settings)
        #expect(try await answer("/estimation-settings", "{}", .put).status == 422)
    }
}
