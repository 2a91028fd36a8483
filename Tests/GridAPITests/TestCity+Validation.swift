import GridAPI
import GridModel
import Operations

extension TestCity {
    static func finding(_ id: Int64) -> FindingRecord {
        FindingRecord(
            id: FindingID(id), series: SeriesID(1), seriesName: "Meter 1", assetName: "LP 1",
            zone: id == 1 ? ZoneID(1) : nil, quantity: .activeEnergyImport, kind: "spike", rule: "spike",
            span: TimeSpan(start: now - id * 3600, end: now), value: id == 1 ? 9.5 : nil, limit: nil,
            detail: "High.", ruleVersion: 0, foundAt: now, state: "open", stateChangedAt: now,
            note: id == 1 ? nil : "Why.")
    }

    static func edit(_ id: Int64) -> EditRecord {
        EditRecord(
            id: EditID(id), series: SeriesID(1), kind: id == 2 ? "revert" : "edit",
            span: TimeSpan(start: now - 3600, end: now), method: "values", reason: "Seen.", actor: "A",
            requestID: id == 1 ? "r" : nil, madeAt: now, valueCount: 1, beforeCount: 0,
            reverts: id == 2 ? EditID(1) : nil, revertedBy: id == 1 ? EditID(2) : nil)
    }

    static let changes = [
        EditChange(start: now, oldValue: nil, oldQuality: nil, newValue: 2, newQuality: .edited),
        EditChange(start: now + 900, oldValue: 1, oldQuality: .measured, newValue: nil, newQuality: nil),
    ]

    static let rules = RulesRecord(
        quantity: .activeEnergyImport, version: 0, changedAt: nil, changedBy: nil,
        rules: [RuleRecord(kind: "gap", isEnabled: true, parameters: ["hours": 0], origin: "default")])

    static func quality(_ zone: ZoneID?) -> DataQuality {
        let figures = QualityRecord(series: 2, expected: 10, received: 9, estimated: 1, late: 2)
        let none = QualityRecord(series: 0, expected: 0, received: 0, estimated: 0, late: 0)
        return DataQuality(
            span: TimeSpan(start: now - 86_400, end: now),
            days: zone == nil ? [] : [DayQuality(date: now.utcDate, figures: none)],
            zones: [ZoneQuality(zone: zone, figures: figures, openFindings: 1)],
            worst: [
                MeterQuality(
                    series: SeriesID(1), externalName: "m", name: "M", zone: zone, figures: figures, lastReadingAt: now)
            ], validation: ValidationStanding(lastRunAt: now, waitingSeries: 3))
    }

    static let validation = ValidationService(
        rules: { target in
            if case .series(let id) = target, id.rawValue > 5 { return nil }
            return rules
        },
        setRules: { given, _, _, precondition in
            try precondition(rules)
            guard given.allSatisfy({ $0.kind == "gap" }) else {
                throw VEERefusal([VEEFault(field: "rules[0].kind", message: "Not known.", expected: "gap")])
            }
            return rules
        },
        settings: { VEESettings() },
        setSettings: { settings, _, precondition in
            try precondition(VEESettings())
            return settings
        },
        findings: { _, after, limit in
            (1...3).filter { $0 > after?.id.rawValue ?? 0 }.prefix(limit).map { finding($0) }
        },
        dismiss: { id, _, _ in id.rawValue <= 3 ? finding(id.rawValue) : nil },
        edit: { request, isPreview in
            guard request.series.rawValue <= 5 else { return nil }
            return EditOutcome(edit: isPreview ? nil : edit(1), changes: changes)
        },
        revert: { id, _, _ in
            guard id == EditID(1) else { return nil }
            return EditOutcome(edit: edit(2), changes: changes)
        },
        edits: { _, before, limit in
            [3, 2, 1].filter { $0 < before?.rawValue ?? 9 }.prefix(limit).map { edit($0) }
        },
        editDetail: { $0.rawValue <= 3 ? EditOutcome(edit: edit($0.rawValue), changes: changes) : nil },
        estimate: { _ in job }, quality: { _ in quality(nil) },
        zoneQuality: { id, _ in id == ZoneID(1) ? quality(id) : nil }
    )
}
