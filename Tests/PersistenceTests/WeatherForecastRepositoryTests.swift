import DatabaseTesting
import GridModel
import Persistence
import Telemetry
import Testing

@Suite struct WeatherForecastRepositoryTests {
    let temporary: TemporaryDatabase
    let scope: TenantScope
    let series = SeriesID(7)
    let noon = Timestamp(secondsSinceEpoch: 1_795_608_000)

    init() async throws {
        temporary = try await TemporaryDatabase.migrated()
        scope = try await temporary.tenant("one")
    }

    private func block(_ values: [Double], from start: Timestamp? = nil) -> ReadingBlock {
        ReadingBlock(regularFrom: start ?? noon, intervalSeconds: 3600, values: values, quality: .calculated)
    }

    @discardableResult
    private func store(_ block: ReadingBlock, at moment: Timestamp, scope: TenantScope? = nil) async throws -> Bool {
        try await temporary.database.write(scope ?? self.scope) { [series] in
            try WeatherForecastRepository($0).store(block, of: series, availableAt: moment)
        }
    }

    private func known(at moment: Timestamp, scope: TenantScope? = nil) async throws -> [Double]? {
        try await temporary.database.read(scope ?? self.scope) { [series] in
            try WeatherForecastRepository($0).known(series, at: moment)?.block.values
        }
    }

    @Test func nothingIsKnownBeforeItHasArrived() async throws {
        try await store(block([1, 2, 3]), at: noon)
        try await store(block([4, 5, 6]), at: noon + 3600)
        #expect(try await known(at: noon - 1) == nil)
        #expect(try await known(at: noon) == [1, 2, 3])
        #expect(try await known(at: noon + 3599) == [1, 2, 3])
        #expect(try await known(at: noon + 3600) == [4, 5, 6])
    }

    @Test func aForecastThatSaysNothingNewIsNotStoredAgain() async throws {
        #expect(try await store(block([1, 2, 3]), at: noon))
        #expect(try await store(block([2, 3], from: noon + 3600), at: noon + 60) == false)
        #expect(try await store(block([2, 3, 4], from: noon + 3600), at: noon + 120))
        #expect(try await store(block([2, 3.5, 4], from: noon + 3600), at: noon + 180))
        #expect(try await store(block([]), at: noon + 240) == false)
        #expect(try await known(at: noon + 300) == [2, 3.5, 4])
    }

    @Test func tenantsForeseeApart() async throws {
        let other = try await temporary.tenant("two")
        try await store(block([1]), at: noon)
        #expect(try await known(at: noon, scope: other) == nil)
        try await store(block([2]), at: noon, scope: other)
        #expect(try await known(at: noon) == [1])
    }

    @Test func theOldestGoFirstAndAFewAtATime() async throws {
        for hour in 0..<5 { try await store(block([Double(hour)]), at: noon + Int64(hour) * 3600) }
        let removed = try await temporary.database.write(scope) { [noon] in
            let repository = WeatherForecastRepository($0)
            return [
                try repository.remove(before: noon + 3 * 3600, limit: 2),
                try repository.remove(before: noon + 3 * 3600, limit: 2),
                try repository.remove(before: noon + 3 * 3600, limit: 2),
            ]
        }
        #expect(removed == [2, 1, 0])
        #expect(try await known(at: noon + 3 * 3600 - 1) == nil)
        #expect(try await known(at: noon + 3 * 3600) == [3])
    }
}
