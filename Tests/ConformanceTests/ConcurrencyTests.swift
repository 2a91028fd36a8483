import DatabaseTesting
import GridModel
import Persistence
import Testing

/// The writes of one tenant follow one another, in whichever process they are made; nobody else waits for them.
@Suite struct ConcurrencyTests {
    @Test(arguments: TestEngine.available)
    func writesOfATenantInTwoProcessesLoseNoUpdate(engine: TestEngine) async throws {
        let tally = try await Tally(engine, tenants: [.one])
        let other = try tally.temporary.again()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<40 {
                let database = index.isMultiple(of: 2) ? tally.database : other
                group.addTask {
                    try await database.write(.one) { session in
                        try Tally.set((try Tally.value(session) ?? -1_000) + 1, session)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await tally.value(of: .one) == 40)
        try await other.close()
    }

    /// Each write adds a row only while there are fewer than ten: no two may have counted the same nine.
    @Test(arguments: TestEngine.available)
    func whatAWriteHasCountedIsStillTrueWhenItAdds(engine: TestEngine) async throws {
        let temporary = try await TemporaryDatabase(engine)
        try await temporary.database.changeSchema {
            _ = try $0.run(
                "CREATE TABLE on_call (tenant_id BIGINT, person BIGINT, PRIMARY KEY (tenant_id, person))")
        }
        let added = try await withThrowingTaskGroup(of: Int.self) { group in
            for person in 0..<30 {
                group.addTask {
                    try await temporary.database.write(.one) { session in
                        let count = try session.connection.firstRow(
                            "SELECT COUNT(*) FROM on_call WHERE tenant_id = $1", [session.scope.tenant.sql]
                        ) { $0.int(0) }
                        guard count ?? 0 < 10 else { return 0 }
                        return try session.connection.run(
                            "INSERT INTO on_call (tenant_id, person) VALUES ($1, $2)",
                            [session.scope.tenant.sql, person.sql])
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(added == 10)
    }

    @Test(arguments: TestEngine.available)
    func aReadIsNotHeldUpByAnOpenWriteAndDoesNotSeeIt(engine: TestEngine) async throws {
        let tally = try await Tally(engine, tenants: [.one])
        let (written, read) = (Latch(), Latch())
        async let writing: Void = tally.database.write(.one) { session in
            try Tally.set(7, session)
            written.open()
            try read.block()
        }
        await written.opened()
        #expect(try await tally.value(of: .one) == 0)
        read.open()
        try await writing
        #expect(try await tally.value(of: .one) == 7)
    }

    @Test(arguments: TestEngine.available)
    func aWriteIsNotHeldUpByAnOpenReadWhichGoesOnSeeingOneSnapshot(engine: TestEngine) async throws {
        let tally = try await Tally(engine, tenants: [.one])
        let (begun, written) = (Latch(), Latch())
        async let reading = tally.database.read(.one) { session in
            let first = try Tally.value(session)
            begun.open()
            try written.block()
            return [first, try Tally.value(session)]
        }
        await begun.opened()
        try await tally.database.write(.one) { try Tally.set(7, $0) }
        written.open()
        #expect(try await reading == [0, 0])
        #expect(try await tally.value(of: .one) == 7)
    }

    /// SQLite has one writer for the whole file; its writes are short instead.
    @Test(.onPostgres) func writesOfTwoTenantsDoNotWaitForEachOther() async throws {
        let tally = try await Tally(.postgres, tenants: [.one, .two])
        let (written, other) = (Latch(), Latch())
        async let writing: Void = tally.database.write(.one) { session in
            try Tally.set(1, session)
            written.open()
            try other.block()
        }
        await written.opened()
        try await tally.database.write(.two) { try Tally.set(2, $0) }
        other.open()
        try await writing
        #expect(try await tally.value(of: .one) == 1)
        #expect(try await tally.value(of: .two) == 2)
    }

    @Test(.onPostgres) func anAppendDoesNotWaitForTheTenantsWriter() async throws {
        let tally = try await Tally(.postgres, tenants: [.one])
        let (written, appended) = (Latch(), Latch())
        async let writing: Void = tally.database.write(.one) { session in
            try Tally.set(1, session)
            written.open()
            try appended.block()
        }
        await written.opened()
        _ = try await tally.database.append(.one) { session in
            try session.connection.run("INSERT INTO tenant_notes (tenant_id, n) VALUES (1, 1)")
        }
        appended.open()
        try await writing
    }

    /// One tenant that writes more than there are connections must not keep the others out.
    @Test(.onPostgres) func writersThatWaitForTheirTurnLeaveConnectionsToOthers() async throws {
        let tally = try await Tally(.postgres, tenants: [.one, .two], connections: 3)
        let (written, others) = (Latch(), Latch())
        async let writing: Void = tally.database.write(.one) { session in
            written.open()
            try others.block()
        }
        await written.opened()
        async let queue: Void = withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<12 {
                group.addTask {
                    try await tally.database.write(.one) { try Tally.set((try Tally.value($0) ?? -1_000) + 1, $0) }
                }
            }
            try await group.waitForAll()
        }
        for _ in 0..<5 {
            #expect(try await tally.value(of: .two) == 0)
            try await tally.database.write(.two) { try Tally.set(0, $0) }
            await Task.yield()
        }
        others.open()
        try await writing
        try await queue
        #expect(try await tally.value(of: .one) == 12)
    }

    @Test(arguments: TestEngine.available) func manyReadsAndWritesAtOnceAllEnd(engine: TestEngine) async throws {
        let tally = try await Tally(engine, tenants: [.one, .two], connections: 2)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<100 {
                let scope: TenantScope = index.isMultiple(of: 2) ? .one : .two
                group.addTask { _ = try await tally.value(of: scope) }
                group.addTask {
                    try await tally.database.write(scope) { try Tally.set((try Tally.value($0) ?? -1_000) + 1, $0) }
                }
            }
            try await group.waitForAll()
        }
        #expect(try await tally.value(of: .one) == 50)
        #expect(try await tally.value(of: .two) == 50)
    }
}
