package import GridModel
package import Identity
package import Operations

/// Validation, estimation and editing, as the routes call them.
package struct ValidationService: Sendable {
    package typealias SetRules =
        @Sendable ([RuleRecord], RuleTarget, Actor, @escaping Precondition<RulesRecord>) async throws -> RulesRecord?
    package typealias SetSettings =
        @Sendable (VEESettings, Actor, @escaping Precondition<VEESettings>) async throws -> VEESettings

    package var rules: @Sendable (RuleTarget) async throws -> RulesRecord?
    /// Rules, target, who.
    package var setRules: SetRules
    package var settings: @Sendable () async throws -> VEESettings
    package var setSettings: SetSettings
    /// Filter, the position to go on after, how many; newest first.
    package var findings: @Sendable (FindingFilter, AnomalyPosition?, Int) async throws -> [FindingRecord]
    /// Finding, note, who.
    package var dismiss: @Sendable (FindingID, String, Actor) async throws -> FindingRecord?
    /// Request, whether only to show what would change; nil without such a series.
    package var edit: @Sendable (EditRequest, Bool) async throws -> EditOutcome?
    /// Edit, reason, who.
    package var revert: @Sendable (EditID, String, Actor) async throws -> EditOutcome?
    /// Series (nil: all), the edit to go on before, how many; newest first.
    package var edits: @Sendable (SeriesID?, EditID?, Int) async throws -> [EditRecord]
    package var editDetail: @Sendable (EditID) async throws -> EditOutcome?
    /// Enqueues an estimation of all open gaps; nil when one waits or runs.
    package var estimate: @Sendable (Actor) async throws -> JobRecord?
    /// How many local days.
    package var quality: @Sendable (Int) async throws -> DataQuality
    package var zoneQuality: @Sendable (ZoneID, Int) async throws -> DataQuality?

    package init(
        rules: @escaping @Sendable (RuleTarget) async throws -> RulesRecord?,
        setRules: @escaping SetRules,
        settings: @escaping @Sendable () async throws -> VEESettings,
        setSettings: @escaping SetSettings,
        findings: @escaping @Sendable (FindingFilter, AnomalyPosition?, Int) async throws -> [FindingRecord],
        dismiss: @escaping @Sendable (FindingID, String, Actor) async throws -> FindingRecord?,
        edit: @escaping @Sendable (EditRequest, Bool) async throws -> EditOutcome?,
        revert: @escaping @Sendable (EditID, String, Actor) async throws -> EditOutcome?,
        edits: @escaping @Sendable (SeriesID?, EditID?, Int) async throws -> [EditRecord],
        editDetail: @escaping @Sendable (EditID) async throws -> EditOutcome?,
        estimate: @escaping @Sendable (Actor) async throws -> JobRecord?,
        quality: @escaping @Sendable (Int) async throws -> DataQuality,
        zoneQuality: @escaping @Sendable (ZoneID, Int) async throws -> DataQuality?
    ) {
        self.rules = rules
        self.setRules = setRules
        self.settings = settings
        self.setSettings = setSettings
        self.findings = findings
        self.dismiss = dismiss
        self.edit = edit
        self.revert = revert
        self.edits = edits
        self.editDetail = editDetail
        self.estimate = estimate
        self.quality = quality
        self.zoneQuality = zoneQuality
    }
}
