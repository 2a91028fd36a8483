package import GridModel
package import Identity
package import Operations

/// The use cases that the routes call, each bound to the one tenant this server serves.
///
/// The composition fills it from Operations; tests fill it with what they want answered.
package struct GridService: Sendable {
    package typealias Zones = @Sendable () async throws -> ZoneList
    package typealias Readings = @Sendable (SeriesID, Timestamp?, Timestamp?, Int) async throws -> ReadingsWindow?
    package typealias Revisions =
        @Sendable (RevisionWindow, RevisionPosition?, Int) async throws -> [RevisionEntry]?
    package typealias CreateManySeries =
        @Sendable ([SeriesDraft], Actor) async throws -> [Result<SeriesDescription, SeriesRefusal>]
    package typealias CityLoads = @Sendable (Timestamp?, Timestamp?, Int) async throws -> CityLoad

    package var city: @Sendable () async throws -> CityDescription
    /// From, to (nil: 7 days before `to`; now), how many hours at most.
    package var cityLoad: CityLoads
    package var zones: Zones
    package var zone: @Sendable (ZoneID) async throws -> ZoneDetail?
    /// Zone, the moment to show the forecast at (nil: now), hours to look back.
    package var forecast: @Sendable (ZoneID, Timestamp?, Int) async throws -> ZoneForecast?
    package var network: @Sendable (Set<NetworkFeatureKind>) async throws -> [NetworkFeature]
    /// Filter, the id to go on after, how many.
    package var seriesList: @Sendable (SeriesFilter, SeriesID?, Int) async throws -> [SeriesDescription]
    package var series: @Sendable (SeriesID) async throws -> SeriesDescription?
    /// Series, from, to (nil: 7 days before `to`; now), how many points at most.
    package var readings: Readings
    /// Window, the position to go on after, how many; nil without such a series.
    package var revisions: Revisions
    /// Filter, the position to go on after, how many; newest first.
    package var anomalies: @Sendable (AnomalyFilter, AnomalyPosition?, Int) async throws -> [AnomalyRecord]
    package var anomaly: @Sendable (AnomalyID) async throws -> AnomalyRecord?
    package var models: @Sendable () async throws -> [ModelRecord]
    package var model: @Sendable (ModelVersionID) async throws -> ModelRecord?
    package var jobs: @Sendable (JobStage?) async throws -> [JobRecord]
    package var job: @Sendable (JobID) async throws -> JobRecord?
    /// The job after it was cancelled, or as it is when it has ended already; nil without such a job.
    package var cancelJob: @Sendable (JobID, Actor) async throws -> JobRecord?
    /// All or nothing; throws `IngestRefusal` naming every reading that is wrong.
    package var ingest: @Sendable ([IncomingReading]) async throws -> IngestReceipt
    package var uploads: UploadService
    package var lines: LineService
    /// The sound ones are stored, each of the others is named.
    package var ingestEach: @Sendable ([IncomingReading]) async throws -> BatchOutcome

    /// Throws `SeriesRefusal`.
    package var createSeries: @Sendable (SeriesDraft, Actor) async throws -> SeriesDescription
    /// What became of each, in their order.
    package var createManySeries: CreateManySeries
    package var balance: BalanceService
    package var connectors: ConnectorService
    /// An export that is ready to be written; throws `ExportRefusal` naming what is wrong with the request.
    package var exportReadings: @Sendable (ExportRequest) async throws -> ReadingsExport
    package var retention: RetentionService
    package var validation: ValidationService
    package var members: MemberService
    package var settings: SettingsService
    package var audit: AuditService
    package var apiKeys: APIKeyService
    package var idempotency: IdempotencyService

    package init(
        city: @escaping @Sendable () async throws -> CityDescription,
        cityLoad: @escaping CityLoads,
        zones: @escaping Zones,
        zone: @escaping @Sendable (ZoneID) async throws -> ZoneDetail?,
        forecast: @escaping @Sendable (ZoneID, Timestamp?, Int) async throws -> ZoneForecast?,
        network: @escaping @Sendable (Set<NetworkFeatureKind>) async throws -> [NetworkFeature],
        seriesList: @escaping @Sendable (SeriesFilter, SeriesID?, Int) async throws -> [SeriesDescription],
        series: @escaping @Sendable (SeriesID) async throws -> SeriesDescription?,
        readings: @escaping Readings,
        revisions: @escaping Revisions,
        anomalies: @escaping @Sendable (AnomalyFilter, AnomalyPosition?, Int) async throws -> [AnomalyRecord],
        anomaly: @escaping @Sendable (AnomalyID) async throws -> AnomalyRecord?,
        models: @escaping @Sendable () async throws -> [ModelRecord],
        model: @escaping @Sendable (ModelVersionID) async throws -> ModelRecord?,
        jobs: @escaping @Sendable (JobStage?) async throws -> [JobRecord],
        job: @escaping @Sendable (JobID) async throws -> JobRecord?,
        cancelJob: @escaping @Sendable (JobID, Actor) async throws -> JobRecord?,
        ingest: @escaping @Sendable ([IncomingReading]) async throws -> IngestReceipt,
        createSeries: @escaping @Sendable (SeriesDraft, Actor) async throws -> SeriesDescription,
        createManySeries: @escaping CreateManySeries,
        balance: BalanceService,
        validation: ValidationService,
        members: MemberService,
        settings: SettingsService,
        audit: AuditService,
        uploads: UploadService,
        connectors: ConnectorService,
        exportReadings: @escaping @Sendable (ExportRequest) async throws -> ReadingsExport,
        retention: RetentionService,
        lines: LineService,
        ingestEach: @escaping @Sendable ([IncomingReading]) async throws -> BatchOutcome,
        apiKeys: APIKeyService,
        idempotency: IdempotencyService
    ) {
        self.city = city
        self.cityLoad = cityLoad
        self.zones = zones
        self.zone = zone
        self.forecast = forecast
        self.network = network
        self.seriesList = seriesList
        self.series = series
        self.readings = readings
        self.revisions = revisions
        self.anomalies = anomalies
        self.anomaly = anomaly
        self.models = models
        self.model = model
        self.jobs = jobs
        self.job = job
        self.cancelJob = cancelJob
        self.ingest = ingest
        self.createSeries = createSeries
        self.createManySeries = createManySeries
        self.balance = balance
        self.validation = validation
        self.members = members
        self.settings = settings
        self.audit = audit
        self.uploads = uploads
        self.connectors = connectors
        self.exportReadings = exportReadings
        self.retention = retention
        self.lines = lines
        self.ingestEach = ingestEach
        self.apiKeys = apiKeys
        self.idempotency = idempotency
    }
}
