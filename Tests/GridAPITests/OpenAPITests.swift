import Foundation
import GridAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Operations
import Synchronization
import Testing

@Suite struct OpenAPITests {
    private let schema: JSONSchema
    private let paths: [String: [String: Any]]

    init() throws {
        let parsed = try JSONSerialization.jsonObject(with: Data(OpenAPIRoute.document))
        let document = try #require(parsed as? [String: Any])
        schema = JSONSchema(document: document)
        paths = try #require(document["paths"] as? [String: [String: Any]])
    }

    /// The path as the router knows it.
    private func routed(_ path: String) -> String {
        paths[path]?["servers"] == nil ? "/api/v1" + path : path
    }

    private func parameters(_ operation: [String: Any]) -> [[String: Any]] {
        (operation["parameters"] as? [[String: Any]] ?? []).map { parameter in
            (parameter["$ref"] as? String).map { schema.resolve($0) } ?? parameter
        }
    }

    private func operations() -> [(path: String, method: String, operation: [String: Any])] {
        paths.flatMap { path, item in
            item.compactMap { method, operation in
                method == "servers" ? nil : (path, method.uppercased(), operation as? [String: Any] ?? [:])
            }
        }
    }

    @Test func describesEveryRouteAndNoOther() {
        let described = Set(operations().map { "\($0.method) \(routed($0.path))" })
        let registered = Set(TestServer().server.catalog.entries.map { "\($0.method.rawValue) \($0.path)" })
        #expect(described == registered)
        #expect(registered.count == 131)
    }

    @Test func describesExactlyTheQueryParametersThatRoutesTake() {
        for (path, method, operation) in operations() {
            let described = Set(
                parameters(operation).filter { $0["in"] as? String == "query" }.compactMap { $0["name"] as? String })
            let entry = TestServer().server.catalog.entries.first {
                $0.path == routed(path) && $0.method.rawValue == method
            }
            #expect(entry?.query == described, "\(method) \(path)")
        }
    }

    @Test func namesThePathParametersOfEveryPath() {
        for (path, _, operation) in operations() {
            let inPath = parameters(operation).filter { $0["in"] as? String == "path" }.compactMap {
                $0["name"] as? String
            }
            let expected = path.split(separator: "/").filter { $0.hasPrefix("{") }.map {
                String($0.dropFirst().dropLast())
            }
            #expect(inPath == expected, "\(path)")
        }
    }

    @Test func givesExamplesThatFitTheirSchemas() {
        var checked = 0
        func look(_ node: Any, at place: String) {
            if let object = node as? [String: Any] {
                if let example = object["example"], !(example is String), let inner = object["schema"] as? [String: Any]
                {
                    checked += 1
                    #expect(schema.faults(example, inner) == [], "\(place)")
                }
                for (key, value) in object { look(value, at: "\(place)/\(key)") }
            } else if let array = node as? [Any] {
                for (index, value) in array.enumerated() { look(value, at: "\(place)/\(index)") }
            }
        }
        look(schema.document, at: "")
        #expect(checked > 25)
    }

    @Test(arguments: [
        "/city", "/city/load", "/zones", "/zones/1", "/zones/2", "/zones/1/forecast", "/zones/2/forecast?past=0",
        "/network",
        "/series", "/series/1", "/series/2", "/series/1/readings", "/series/1/revisions",
        "/anomalies", "/anomalies/1",
        "/anomalies?kind=stuck", "/models", "/models/1", "/jobs",
        "/jobs/1", "/health", "/ready",
        "/balance?area=feeder:1", "/balance?area=zone:2&resolution=hour", "/balance/hints?area=feeder:1",
        "/balances?kind=zone", "/retention", "/allocation?area=feeder:1",
        "/allocation?area=feeder:1&method=ratedMVA&limit=2",
        "/validation-rules?quantity=activeEnergyImport", "/series/1/validation-rules", "/estimation-settings",
        "/findings", "/findings?state=open&kind=spike", "/data-quality", "/zones/1/data-quality?days=2", "/edits",
        "/edits/1",
        "/uploads", "/uploads/0000000000000000", "/uploads/0000000000000001",
        "/connectors", "/series/1/forecast", "/auth/settings", "/me", "/me/sessions",
        "/users", "/users/1", "/permissions", "/roles", "/invitations", "/tenant", "/audit", "/audit/verification",
        "/platform/tenants", "/platform/audit", "/platform/audit/verification",
        "/api-keys", "/api-keys/1", "/api-keys/1/use",
    ])
    func answersInTheShapeItDescribes(uri: String) async throws {
        let path =
            "/"
            + uri.split(separator: "?")[0].split(separator: "/").map { $0.first!.isNumber ? "{id}" : $0 }
            .joined(separator: "/")
        let response = try await TestServer().response(routed(path) == path ? uri : "/api/v1" + uri)
        #expect(response.status == .ok)
        let type = try #require(response.headers[.contentType])
        try expect(response.body, fitsAnswer: "200", type: type, of: path, "get")
    }

    @Test(arguments: [
        ("/roles/planner", "/roles/{code}"), ("/connectors/" + TestCity.connector.name, "/connectors/{name}"),
    ])
    func whatHasANameAnswersInTheShapeItDescribes(uri: String, path: String) async throws {
        let response = try await TestServer().response("/api/v1" + uri)
        #expect(response.status == .ok)
        try expect(response.body, fitsAnswer: "200", type: "application/json", of: path, "get")
    }

    @Test(arguments: [
        ("/series/bulk", #"{"items":[5]}"#), ("/api-keys/revoke", #"{"ids":[1,9]}"#),
    ])
    func bulkAnswersInTheShapeItDescribes(path: String, body: String) async throws {
        let response = try await TestServer().response(
            "/api/v1" + path, .post, headers: [.contentType: "application/json"], body: ByteBuffer(string: body))
        try expect(response.body, fitsAnswer: "200", type: "application/json", of: path, "post")
    }

    @Test func ingestAnswersInTheShapeItDescribes() async throws {
        let body = #"{"readings":[{"seriesId":1,"start":"2026-11-23T08:00:00Z","value":1}]}"#
        let response = try await TestServer().response(
            "/api/v1/readings", .post, headers: [.contentType: "application/json"], body: ByteBuffer(string: body))
        try expect(response.body, fitsAnswer: "200", type: "application/json", of: "/readings", "post")
    }

    @Test func ingestItemByItemNamesEachWrongItemByItsPlace() async throws {
        let body = """
            {"readings":[{"seriesId":1,"start":"2026-11-23T08:00:00Z","value":-1},{"seriesId":1},
            {"seriesId":1,"start":"2026-11-23T08:00:00Z","value":1},7,
            {"seriesId":1,"start":"2026-11-23T08:00:00Z","value":-2}]}
            """
        let server = TestServer()
        let response = try await server.response(
            "/api/v1/readings?partial=true", .post, headers: [.contentType: "application/json"],
            body: ByteBuffer(string: body))
        #expect(response.status == .ok)
        try expect(response.body, fitsAnswer: "200", type: "application/json", of: "/readings", "post")
        let text = String(buffer: response.body)
        #expect(text.hasPrefix(#"{"received":5,"accepted":1,"refused":4,"faults":[{"index":0,"field":"value","#))
        #expect(text.contains(#"{"index":1,"field":"start","#) && text.contains(#"{"index":3,"field":"","#))
        #expect(text.contains(#"{"index":4,"field":"value","#))
        #expect(server.ingested.withLock { $0.count } == 1)
        let whole = try await TestServer().response(
            "/api/v1/readings?partial=true", .post, headers: [.contentType: "application/json"],
            body: ByteBuffer(string: #"{"more":1}"#))
        #expect(whole.status == .unprocessableContent)
    }

    @Test(arguments: [
        ("/zones/99", "404"), ("/series/9/revisions", "404"), ("/zones/x", "400"), ("/series?limit=0", "400"),
        ("/jobs?state=x", "400"),
        ("/anomalies?kind=x", "400"), ("/city/load?points=3", "400"),
    ])
    func problemsAreInTheShapeItDescribes(uri: String, status: String) async throws {
        let path =
            uri.contains("zones/")
            ? "/zones/{id}"
            : uri.contains("revisions") ? "/series/{id}/revisions" : "/" + uri.dropFirst().prefix { $0 != "?" }
        let response = try await TestServer().response("/api/v1" + uri)
        #expect(String(response.status.code) == status)
        try expect(response.body, fitsAnswer: status, type: "application/problem+json", of: path, "get")
    }

    @Test func everyListSaysThatItRefusesAnUnknownParameter() async throws {
        for (path, method, _) in operations() where method == "GET" {
            let uri = routed(path).replacing("{id}", with: "1")
            let response = try await TestServer().response(uri + "?unheardOf=1")
            #expect(response.status == .badRequest, "\(path)")
            try expect(response.body, fitsAnswer: "400", type: "application/problem+json", of: path, "get")
        }
    }

    @Test func revisionsComePageByPage() async throws {
        let first = try await TestServer().response("/api/v1/series/1/revisions?limit=2")
        let page = try #require(
            try JSONSerialization.jsonObject(with: Data(first.body.readableBytesView)) as? [String: Any])
        #expect((page["revisions"] as? [[String: Any]])?.compactMap { $0["number"] as? Int } == [1, 2])
        let cursor = try #require(page["nextCursor"] as? String)
        let rest = try await TestServer().response("/api/v1/series/1/revisions?limit=2&cursor=\(cursor)")
        #expect(String(buffer: rest.body).contains("\"number\":3"))
        #expect(String(buffer: rest.body).contains("\"nextCursor\":null"))
        #expect(try await TestServer().response("/api/v1/series/2/revisions?cursor=\(cursor)").status == .badRequest)
    }

    @Test(arguments: [(1, "200"), (2, "409"), (3, "404")])
    func cancellingAJobAnswersInTheShapeItDescribes(id: Int, status: String) async throws {
        let response = try await TestServer().response("/api/v1/jobs/\(id)/cancel", .post)
        #expect(String(response.status.code) == status)
        try expect(
            response.body, fitsAnswer: status, type: status == "200" ? "application/json" : "application/problem+json",
            of: "/jobs/{id}/cancel", "post")
    }

    @Test(arguments: ["/city/load", "/series/1/readings"])
    func takesNoFewerPointsThanAThinnedChartHas(path: String) async throws {
        #expect(try await TestServer().response("/api/v1\(path)?points=4").status == .ok)
        #expect(try await TestServer().response("/api/v1\(path)?points=3").status == .badRequest)
    }

    @Test func findsFaultsInWrongShapes() throws {
        let zone = schema.resolve("#/components/schemas/LiveZone")
        #expect(!schema.faults(["id": 1], zone).isEmpty)
        #expect(!schema.faults(["id": "1"], ["type": "object", "properties": ["id": ["type": "integer"]]]).isEmpty)
        #expect(!schema.faults(true, ["type": "integer"]).isEmpty)
        #expect(!schema.faults(["x": 1], ["properties": [String: Any](), "additionalProperties": false]).isEmpty)
    }

    private func expect(
        _ body: ByteBuffer, fitsAnswer status: String, type: String, of path: String, _ method: String
    ) throws {
        let operation = try #require(paths[path]?[method] as? [String: Any])
        var answer = try #require((operation["responses"] as? [String: [String: Any]])?[status])
        if let reference = answer["$ref"] as? String { answer = schema.resolve(reference) }
        let content = try #require((answer["content"] as? [String: [String: Any]])?[type])
        let inner = try #require(content["schema"] as? [String: Any])
        let value = try JSONSerialization.jsonObject(with: Data(body.readableBytesView))
        #expect(schema.faults(value, inner) == [])
    }
}
