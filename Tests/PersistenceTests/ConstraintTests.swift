import DatabaseTesting
import GridModel
import Persistence
import Testing

@Suite struct ConstraintTests {
    let temporary: TemporaryDatabase

    init() async throws {
        temporary = try await TemporaryDatabase.migrated()
    }

    @Test func takenTenantCodeIsAUniqueViolation() async throws {
        _ = try await temporary.tenant("fontana")
        let error = try #require(await #expect(throws: DatabaseError.self) { try await temporary.tenant("fontana") })
        #expect(error.kind == .uniqueViolation)
    }

    @Test func takenPrimaryKeyIsAUniqueViolation() async throws {
        let kind = try await refusal { connection in
            for _ in 0..<2 {
                try connection.run(
                    "INSERT INTO assets (tenant_id, asset_id, kind, code, name) VALUES (1, 1, 'node', 'a', 'a')")
            }
        }
        #expect(kind == .uniqueViolation)
    }

    @Test func populationBelowZeroIsACheckViolation() async throws {
        let scope = try await temporary.tenant("fontana")
        let area = try #require(Square.unit)
        let error = try #require(
            await #expect(throws: DatabaseError.self) {
                try await temporary.database.write(scope) {
                    _ = try ZoneRepository($0).insert(
                        code: "z", name: "z", population: -1, priority: 1, criticalSites: [], capacityKW: 1, area: area)
                }
            })
        #expect(error.kind == .checkViolation)
    }

    @Test func nodeWithoutItsAssetIsAForeignKeyViolation() async throws {
        let kind = try await refusal {
            try $0.run("INSERT INTO nodes (tenant_id, asset_id, nominal_kv, is_external_grid) VALUES (1, 99, 20, 0)")
        }
        #expect(kind == .foreignKeyViolation)
    }

    @Test func missingNameIsANotNullViolation() async throws {
        let kind = try await refusal {
            try $0.run("INSERT INTO assets (tenant_id, asset_id, kind, code) VALUES (1, 1, 'node', 'a')")
        }
        #expect(kind == .notNullViolation)
    }

    @Test func lineToANodeThatIsNotThereIsRefusedByName() async throws {
        let scope = try await temporary.tenant("fontana")
        var network = GridNetwork()
        network.loadPoints = [LoadPoint(code: "L1", node: "gone", ratedKW: 1, ratedKVAr: 0, profile: nil)]
        let broken = network
        await #expect(throws: NetworkWriteError.unknownNode("gone", referredToBy: "load point L1")) {
            try await temporary.database.write(scope) { _ = try NetworkWriter($0).write(broken, zoneOfNode: [:]) }
        }
    }

    private func refusal(
        _ body: @escaping @Sendable (any SQLConnection) throws -> Void
    ) async throws -> DatabaseError.Kind {
        let error = try #require(
            await #expect(throws: DatabaseError.self) {
                try await temporary.database.writeUnscoped(body)
            })
        return error.kind
    }
}

/// A zone's smallest area.
enum Square {
    static let unit = Polygon(
        rings: [
            [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 0.0)].compactMap { Coordinate(longitude: $0.0, latitude: $0.1) }
        ]
    )
}
