import GridModel
import Hummingbird
import Identity
import Operations

/// Background work.
struct JobRoutes {
    func add(to routes: inout RouteTable) {
        routes.get("/api/v1/jobs", .permission(.gridRead), query: ["state"], fields: .items("jobs")) {
            _, context, query in
            let stage: JobStage? = query.choice("state")
            try query.check()
            let jobs = try await context.service.jobs(stage)
            return .json { json in json.object { $0.field("jobs", jobs) } }
        }
        routes.get("/api/v1/jobs/{id}", .permission(.gridRead), fields: .whole) { _, context, _ in
            let id = try context.pathIdentifier(JobID.self)
            guard let job = try await context.service.job(id) else { throw Problem.notFound("job \(id)") }
            return .json(job)
        }
        routes.postOnce("/api/v1/jobs/{id}/cancel", .jobsCancel) { _, context, _ in
            let id = try context.pathIdentifier(JobID.self)
            guard let job = try await context.service.cancelJob(id, context.actor) else {
                throw Problem.notFound("job \(id)")
            }
            guard job.state == .cancelled else {
                throw Problem(.conflict, "Job \(id) has ended already: it \(job.state.rawValue).")
            }
            return .json(job)
        }
    }
}
