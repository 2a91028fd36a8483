import Foundation
import GridModel
import Persistence

/// Checks a request for an export and finds its series.
struct ExportPlanner {
    private static let namesShown = 5
    /// Excel's calendar has a day that never was before this one.
    private static let firstExcelDay = Timestamp(secondsSinceEpoch: -2_203_891_200)

    let request: ExportRequest
    let tenant: Tenant
    let limits: ExportLimits
    let now: Timestamp

    func plan(_ session: TenantSession) throws -> ExportPlan {
        var faults: [ExportRefusal.Fault] = []
        func refuse(_ field: String, _ message: String, _ expected: String) {
            faults.append(.init(field: field, message: message, expected: expected))
        }
        let zoneName = request.timeZone ?? tenant.timeZone
        // Foundation also knows abbreviations, whose clock is not what they seem to say.
        let isZone = zoneName == "UTC" || TimeZone.knownTimeZoneIdentifiers.contains(zoneName)
        let calendar = isZone ? CityCalendar(identifier: zoneName) : nil
        if calendar == nil { refuse("timeZone", "Not a time zone.", "an IANA name such as Europe/Berlin, or UTC") }
        let end = request.to ?? now
        let asked = TimeSpan(start: request.from ?? end - 7 * 86_400, end: end)
        if asked.isEmpty { refuse("from", "Not before `to`.", "a time before `to`") }
        if asked.seconds > Int64(limits.days) * 86_400 {
            refuse("from", "The span is too long for one export.", "at most \(limits.days) days")
        }
        if request.format == .greenButton, request.layout == .wide {
            refuse("layout", "Green Button has no columns.", "long")
        }
        let series = try found(SeriesRepository(session), refuse)
        check(series, refuse)
        guard faults.isEmpty, let calendar else { throw ExportRefusal(faults: faults) }
        let plan = ExportPlan(
            series: series, span: ExportPlan.extendedSpan(asked, request.resolution, calendar), format: request.format,
            layout: request.layout, resolution: request.resolution, calendar: calendar, tenant: tenant.id,
            tenantName: tenant.name, tenantCode: tenant.code, writtenAt: now)
        if plan.format == .xlsx { checkSpreadsheet(plan, refuse) }
        guard faults.isEmpty else { throw ExportRefusal(faults: faults) }
        return plan
    }

    private typealias Refuse = (_ field: String, _ message: String, _ expected: String) -> Void

    private func found(_ repository: SeriesRepository, _ refuse: Refuse) throws -> [Series] {
        guard let ids = request.series else {
            guard request.zone != nil || request.quantity != nil else {
                refuse("series", "Nothing says which series.", "`series`, `zoneId` or `quantity`")
                return []
            }
            return try repository.list(zone: request.zone, quantity: request.quantity, limit: limits.series + 1)
        }
        let wanted = Set(ids)
        guard wanted.count <= limits.series else {
            refuse("series", "\(wanted.count) series are too many.", "at most \(limits.series)")
            return []
        }
        let found = try wanted.sorted().compactMap { try repository.series($0) }
        let missing = wanted.subtracting(found.map(\.id)).sorted()
        if !missing.isEmpty {
            let shown = missing.prefix(Self.namesShown).map(\.description).joined(separator: ", ")
            refuse("series", "There is no series \(shown).", "numbers of series")
        }
        return found.filter {
            (request.zone == nil || $0.zone == request.zone)
                && (request.quantity == nil || $0.quantity == request.quantity)
        }
    }

    private func check(_ series: [Series], _ refuse: Refuse) {
        if series.count > limits.series {
            refuse("series", "More series match than one export holds.", "at most \(limits.series); choose fewer")
        }
        if request.layout == .wide, series.count > limits.wideSeries {
            refuse(
                "layout", "\(series.count) series are too many columns.",
                "at most \(limits.wideSeries) series, or layout=long")
        }
        func refuseThose(_ field: String, _ message: String, _ expected: String, _ isWrong: (Series) -> Bool) {
            let wrong = series.filter(isWrong)
            guard !wrong.isEmpty else { return }
            let shown = wrong.prefix(Self.namesShown).map { "“\($0.externalName)”" }.joined(separator: ", ")
            refuse(field, "\(message): \(shown)\(wrong.count > Self.namesShown ? " and others" : "").", expected)
        }
        if request.resolution == .hour {
            refuseThose("resolution", "Longer than an hour are the intervals of", "raw or day") {
                $0.intervalSeconds > 3600
            }
        }
        if request.format == .greenButton {
            refuseThose("format", "Green Button carries energy and power, not", "csv, jsonl or xlsx") {
                $0.quantity.unit != "kWh" && $0.quantity.unit != "kW"
            }
        }
    }

    private func checkSpreadsheet(_ plan: ExportPlan, _ refuse: Refuse) {
        if plan.span.start < Self.firstExcelDay {
            refuse("from", "Excel's calendar begins later.", "1900-03-01 or later, or format=csv")
        }
        let counts = plan.series.map(plan.expectedCount)
        let cells: Int
        switch plan.layout {
        case .long: cells = counts.reduce(0, +) * SpreadsheetEncoder.longColumns(plan).count
        case .wide: cells = (counts.max() ?? 0) * (2 + 2 * plan.series.count)
        }
        if cells > limits.spreadsheetCells {
            refuse(
                "format", "A spreadsheet of up to \(cells) cells is too large.",
                "at most \(limits.spreadsheetCells) cells, or format=csv")
        }
    }
}
