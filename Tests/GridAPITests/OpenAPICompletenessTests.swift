import Foundation
import GridAPI
import HTTPTypes
import Identity
import Testing

/// Nothing that a client needs to know of an operation is left out of its description.
@Suite struct OpenAPICompletenessTests {
    private struct Described {
        let name: String
        let entry: RouteCatalog.Entry
        let operation: [String: Any]
        let parameters: Set<String>
        let responses: [String: [String: Any]]
    }

    private let described: [Described]

    init() throws {
        let parsed = try JSONSerialization.jsonObject(with: Data(OpenAPIRoute.document))
        let document = try #require(parsed as? [String: Any])
        let schema = JSONSchema(document: document)
        let entries = Dictionary(
            TestServer().server.catalog.entries.map { ("\($0.method.rawValue) \($0.path)", $0) },
            uniquingKeysWith: { first, _ in first })
        func resolved(_ node: [String: Any]) -> [String: Any] {
            (node["$ref"] as? String).map { schema.resolve($0) } ?? node
        }
        var all: [Described] = []
        for (path, item) in try #require(document["paths"] as? [String: [String: Any]]) {
            let routed = item["servers"] == nil ? "/api/v1" + path : path
            for (method, node) in item where method != "servers" {
                let operation = try #require(node as? [String: Any])
                let name = "\(method.uppercased()) \(routed)"
                let parameters = (operation["parameters"] as? [[String: Any]] ?? []).compactMap {
                    resolved($0)["name"] as? String
                }
                let responses = (operation["responses"] as? [String: [String: Any]] ?? [:]).mapValues(resolved)
                all.append(
                    Described(
                        name: name, entry: try #require(entries[name]), operation: operation,
                        parameters: Set(parameters), responses: responses))
            }
        }
        described = all
    }

    private func hasExamples(_ holder: [String: Any]) -> Bool {
        let content = holder["content"] as? [String: [String: Any]] ?? [:]
        // Packed bytes are no text that JSON could hold.
        return content.allSatisfy { type, media in
            type.hasSuffix("gzip") || media["example"] != nil || media["examples"] != nil
        }
    }

    @Test func everyAnswerAndBodyHasAnExample() {
        for each in described {
            for (status, response) in each.responses { #expect(hasExamples(response), "\(each.name) \(status)") }
            if let body = each.operation["requestBody"] as? [String: Any] {
                #expect(hasExamples(body), "\(each.name) body")
                #expect(each.responses["413"] != nil && each.responses["408"] != nil, "\(each.name) body")
            }
        }
    }

    @Test func everyOperationSaysWhatCanGoWrong() {
        for each in described {
            var expected: Set<String> = ["400", "421", "429", "500", "503"]
            if each.entry.requirement != .anyone { expected.formUnion(["401"]) }
            if case .permission = each.entry.requirement { expected.insert("403") }
            if each.parameters.contains("Idempotency-Key") { expected.formUnion(["409", "422"]) }
            if each.parameters.contains("If-Match") { expected.formUnion(["412"]) }
            if each.parameters.contains("If-None-Match") { expected.insert("304") }
            if each.parameters.contains("fields") { expected.insert("422") }
            let missing = expected.subtracting(each.responses.keys)
            #expect(missing.isEmpty, "\(each.name) lacks \(missing.sorted())")
            for (status, response) in each.responses where status.hasPrefix("4") || status.hasPrefix("5") {
                // InfluxDB's own answer to a partial write, and what is not ready, have shapes of their own.
                if each.name.hasSuffix("/write") && status == "400" || each.name == "GET /ready" { continue }
                let content = response["content"] as? [String: Any]
                #expect(content?["application/problem+json"] != nil, "\(each.name) \(status)")
            }
        }
    }

    @Test func everyOperationSaysHowItIsEntered() {
        for each in described {
            let security = each.operation["security"] as? [[String: Any]]
            #expect(security != nil, "\(each.name)")
            #expect((each.entry.requirement == .anyone) == (security?.isEmpty ?? true), "\(each.name)")
        }
    }

    @Test func conventionsAreNamedWhereTheyHold() {
        let changed: Set<String> = [
            "/tenant", "/users/{id}", "/roles/{code}", "/api-keys/{id}", "/retention", "/connectors/{name}",
            "/validation-rules", "/series/{id}/validation-rules", "/estimation-settings",
        ]
        for each in described {
            let path = each.entry.path.replacing("/api/v1", with: "")
            #expect(each.parameters.contains("fields") == each.entry.query.contains("fields"), "\(each.name)")
            #expect(each.parameters.contains("Idempotency-Key") == each.entry.isOnce, "\(each.name)")
            let isChange = each.entry.method == .put || each.entry.method == .delete
            #expect(each.parameters.contains("If-Match") == (isChange && changed.contains(path)), "\(each.name)")
        }
        #expect(described.count { $0.entry.isOnce } >= 15)
    }
}
