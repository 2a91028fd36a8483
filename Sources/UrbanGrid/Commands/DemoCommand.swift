import ArgumentParser
import Foundation
import GridModel
import Jobs
import Operations
import Persistence

/// Loads the demo city where it is not there yet, and serves it with a live replay.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Load the demo city and serve it, with its readings replayed live.")

    @Option(help: "The demo city's files.") var data = "data/demo"
    @Option(help: "Where the database lies; made when missing.") var directory = "var/demo"
    @Option(help: "The built web app.") var webRoot = "web/dist"
    @Option(help: "The port; 0 takes a free one. Default: URBANGRID_PORT or 8080.") var port: Int?
    @Option(help: "Replay this many times faster than real time.") var speed = 1.0
    @Flag(inversion: .prefixedNo, help: "Serve when everything is prepared.") var serve = true

    func validate() throws {
        guard speed >= 1, speed <= 36_000 else { throw ValidationError("--speed takes a number from 1 to 36000.") }
        if let port, !(0...65_535).contains(port) { throw ValidationError("--port takes a number from 0 to 65535.") }
    }

    func run() async throws {
        let settings = try Settings()
        let folder = try DemoFolder(URL(fileURLWithPath: data, isDirectory: true))
        let home = URL(fileURLWithPath: directory, isDirectory: true)
        let city = try await prepared(folder, in: home, settings)
        try await train(
            city, objects: ObjectStore(folder: DatabaseFile.objects(in: home)), commit: settings.commit)
        let options = try Installation.Options(
            settings, directory: home, webRoot: URL(fileURLWithPath: webRoot, isDirectory: true),
            port: port ?? settings.port)
        let logins = try await DemoLogins(home: home).prepare(
            CommandAccounts.manage(city.database, options.accounts), tenant: city.tenant.id)
        guard serve else {
            print("The demo city is prepared in \(directory).")
            return
        }
        let server = try await CityServer.demo(city, folder: folder, speed: speed, options: options) {
            Self.show(logins)
        }
        try await server.run()
    }

    private static func show(_ logins: [DemoLogins.Login]) {
        print("Sign in as one of:")
        let width = logins.map(\.role.count).max() ?? 0
        for login in logins {
            let role = login.role.padding(toLength: width, withPad: " ", startingAt: 0)
            print("  \(role)  \(login.email)  \(login.password)")
        }
    }

    private func prepared(_ folder: DemoFolder, in home: URL, _ settings: Settings) async throws -> DemoCity {
        var database = try await ConfiguredDatabase.open(settings, directory: home)
        let now = Timestamp.wallClock
        if let (_, shift) = try await LoadDemoCity(database: database, folder: folder).loaded() {
            let ends = try folder.description(shift: shift).replayEndsAt
            if ends > now { return try await DemoCity.open(database, folder) }
            guard try await database.readUnscoped({ try TenantDirectory($0).all() }).count == 1 else {
                throw ValidationError(
                    "The demo's year ended on \(ends.utcDate) and the database in \(directory) holds other tenants "
                        + "too: name another --directory for a new demo.")
            }
            guard settings.databaseURL == nil else {
                throw ValidationError(
                    "The demo's year ended on \(ends.utcDate): make a new PostgreSQL database for a new demo.")
            }
            let old = "ended-\(ends.utcDate)"
            print("The demo's year ended on \(ends.utcDate): it lies in \(directory)/\(old), a new one begins today.")
            try await database.close()
            try DatabaseFile.setAside(home, into: old)
            database = try await ConfiguredDatabase.open(settings, directory: home)
        }
        try await LoadDemoCity(database: database, folder: folder)(now: now) { print("· \($0) …") }
        let city = try await DemoCity.open(database, folder)
        let bar = ProgressBar("· Hourly and daily figures")
        try await city.rollups { bar.show($0) }
        bar.finish()
        return city
    }

    /// Trains what the city lacks, by jobs as the server would, and shows how far they are.
    private func train(_ city: DemoCity, objects: ObjectStore, commit: String?) async throws {
        let latest = try await city.database.read(city.scope) { try ReadingBlockRepository($0).latestStart() }
        let start = max(.wallClock, latest.map { $0 + 3600 } ?? .epoch)
        let models = CityModels(
            database: city.database, objects: objects, scope: city.scope, calendar: city.calendar,
            clock: CityClock(isReplay: true) { start }, codeVersion: CodeVersion(commit: commit))
        try await models.scheduleTraining()
        let bars = [
            ModelKind.trainForecaster: ProgressBar("· Training the forecaster"),
            ModelKind.trainDetector: ProgressBar("· Training the anomaly detector"),
        ]
        let wallClock: @Sendable () -> Timestamp = { .wallClock }
        let worker = JobWorker(database: city.database, scope: city.scope, handlers: models.handlers, now: wallClock) {
            job in
            if let progress = job.progress { bars[job.kind]?.show(progress) }
            if job.state == .succeeded { bars[job.kind]?.finish() }
            if let error = job.error { print("\nTraining failed: \(error)") }
        }
        while try await worker.runNext() {}
    }
}
