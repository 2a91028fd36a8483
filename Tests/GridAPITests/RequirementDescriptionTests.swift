import Foundation
import GridAPI
import HTTPTypes
import Identity
import Testing

/// The API's description says of every operation what it asks of the caller, as the routes do: the isolation matrix
/// (`Tests/Program/test_isolation.py`) takes what it expects from there.
@Suite struct RequirementDescriptionTests {
    private let operations: [String: [String: Any]]

    init() throws {
        let parsed = try JSONSerialization.jsonObject(with: Data(OpenAPIRoute.document))
        let document = try #require(parsed as? [String: Any])
        var operations: [String: [String: Any]] = [:]
        for (path, item) in try #require(document["paths"] as? [String: [String: Any]]) {
            let routed = item["servers"] == nil ? "/api/v1" + path : path
            for (method, operation) in item where method != "servers" {
                operations["\(method.uppercased()) \(routed)"] = operation as? [String: Any]
            }
        }
        self.operations = operations
    }

    @Test func everyOperationNamesWhatItsRouteAsksFor() {
        let asked = Dictionary(
            uniqueKeysWithValues: TestServer().server.catalog.entries.map {
                ("\($0.method.rawValue) \($0.path)", $0.requirement.name)
            })
        #expect(asked.count > 80)
        #expect(operations.mapValues { $0["x-requires"] as? String ?? "(nothing)" } == asked)
    }

    @Test func exactlyWhatIsForAnyoneNeedsNoCredential() {
        for (name, operation) in operations {
            let isForAnyone = operation["x-requires"] as? String == Requirement.anyone.name
            let security = operation["security"] as? [[String: [String]]]
            let schemes = security.map { Set($0.flatMap(\.keys)) }
            #expect(schemes == (isForAnyone ? [] : ["bearer", "cookie"]), "\(name)")
        }
    }

    @Test func everyOperationDescribesHowItRefuses() {
        for (name, operation) in operations {
            let described = Set((operation["responses"] as? [String: Any] ?? [:]).keys)
            let isForAnyone = operation["x-requires"] as? String == Requirement.anyone.name
            let expected: Set = isForAnyone ? ["429"] : ["401", "403", "429"]
            #expect(expected.isSubset(of: described), "\(name)")
        }
    }
}
