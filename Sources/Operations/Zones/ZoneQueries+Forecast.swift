package import GridModel
import Persistence

extension ZoneQueries {
    /// The seasonal naive outlook of a zone; no model has been trained into this version, and it
    /// says so by having no run.
    package func forecast(_ id: ZoneID, at: Timestamp?, pastHours: Int) async throws -> ZoneForecast? {
        let issue = (at ?? clock.now).floored(toMultipleOf: 3600)
        return try await database.read(scope) { session in
            guard try ZoneRepository(session).zone(id) != nil else { return nil }
            var baseline: [ValuePoint] = []
            let week: Int64 = 168 * 3600
            try AreaRollupRepository(session).forEachHour(
                of: .zone(id), in: TimeSpan(start: issue - week, end: issue - week + 86_400)
            ) { hour in
                if hour.isComplete { baseline.append(ValuePoint(start: hour.start + week, value: hour.netLoadKW)) }
            }
            return ZoneForecast(
                zone: id, run: nil, points: [], baselineName: "seasonal naive (168 h)", baseline: baseline, past: [],
                score: nil)
        }
    }
}
