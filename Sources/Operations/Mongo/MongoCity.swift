import GridModel
import Interchange
import Persistence

/// The prototype's zones, households and air stations, as its documents tell of them.
struct MongoCity: Sendable {
    private static let households = "households"

    struct ZoneDraft: Sendable {
        let code: String
        let name: String
        let population: Int
        let priority: Int
        let capacityKW: Double
        let area: Polygon
    }

    private let fields: MongoFields
    private let options: MongoImportOptions
    private(set) var zones: [ZoneDraft] = []
    /// The codes of zones by everything that documents may call them.
    private(set) var zoneCodes: [String: String] = [:]
    /// The names of meters' series by everything that documents may call them.
    private(set) var meters: [String: String] = [:]
    /// What zone a meter lies in, as its household says.
    private var zoneOfMeter: [String: String] = [:]
    /// Quantities measured in the air, by what documents call the zone.
    private var air: [String: Set<Quantity>] = [:]
    private(set) var counts: [String: Int] = [:]
    /// Fields that nothing is taken from, of collections that are not kept whole.
    private(set) var unusedFields: [String: Set<String>] = [:]
    private(set) var faults = ImportFaults()

    init(fields: MongoFields, options: MongoImportOptions) {
        self.fields = fields
        self.options = options
    }

    /// Readings become readings; every other document is kept whole, also where something is made of it.
    func isArchived(_ collection: String) -> Bool { collection != MongoReadings.meters }

    mutating func take(_ collection: String, _ document: MongoDocument, _ place: MongoPlace) {
        counts[collection, default: 0] += 1
        if case .document(let members) = document.value, !fields.parts(of: collection).isEmpty {
            let unused = Set(members.keys).subtracting(fields.all(of: collection)).subtracting(["_id"])
            if unusedFields[collection, default: []].count < 100 {
                unusedFields[collection, default: []].formUnion(unused)
            }
        }
        switch collection {
        case "zones": takeZone(document, place)
        case Self.households: takeHousehold(document, place)
        case MongoReadings.air: takeAir(document)
        default: break
        }
    }

    /// Takes note of what could not be read.
    mutating func add(_ unread: ImportFaults) {
        for fault in unread.kept { faults.add(fault) }
        faults.addUnnamed(unread.total - unread.kept.count)
    }

    /// The series' name of what a reading calls its meter.
    func meter(_ name: String) -> String? { meters[name] }

    static func airSeries(_ zone: String, _ quantity: Quantity) -> String { "\(zone).\(quantity.rawValue)" }

    /// Makes what is not there yet.
    /// - Returns: every series by name.
    func make(
        _ session: TenantSession, zones known: [String: ZoneID], stored: [String: Series]
    ) throws -> [String: Series] {
        var ids = known
        var all = stored
        let repository = SeriesRepository(session)
        for zone in zones where ids[zone.code] == nil {
            ids[zone.code] = try ZoneRepository(session).insert(
                code: zone.code, name: zone.name, population: zone.population, priority: zone.priority,
                criticalSites: [], capacityKW: zone.capacityKW, area: zone.area)
        }
        for name in Set(meters.values).sorted() where all[name] == nil {
            let asset = try MeterWriter(session).meter(code: name)
            all[name] = try repository.insert(
                externalName: name, name: name, subject: .asset(.meter, asset),
                zone: zoneOfMeter[name].flatMap { zoneCodes[$0] }.flatMap { ids[$0] }, quantity: .activeEnergyImport,
                intervalSeconds: options.meterIntervalSeconds, isDerived: false)
        }
        for (zone, quantities) in air.sorted(by: { $0.key < $1.key }) {
            guard let code = zoneCodes[zone], let id = ids[code] else { continue }
            for quantity in quantities.sorted(by: { $0.rawValue < $1.rawValue })
            where all[Self.airSeries(code, quantity)] == nil {
                let name = Self.airSeries(code, quantity)
                all[name] = try repository.insert(
                    externalName: name, name: name, subject: .zone(id), zone: id, quantity: quantity,
                    intervalSeconds: options.airIntervalSeconds, isDerived: false)
            }
        }
        return all
    }

    // MARK: Private

    private mutating func takeZone(_ document: MongoDocument, _ place: MongoPlace) {
        func find(_ part: String) -> (field: String, value: MongoValue)? {
            fields.find(part, of: "zones", in: document.value)
        }
        guard let id = find("id")?.value.name, let code = find("code")?.value.name ?? find("id")?.value.name else {
            faults.add(place.fault("_id", "The zone has no id: expected a text, a number or an ObjectId"))
            return
        }
        guard zoneCodes[code] == nil || zoneCodes[code] == code, !zones.contains(where: { $0.code == code }) else {
            faults.add(place.fault("code", "There are two zones “\(code)”"))
            return
        }
        for name in [id, code, find("name")?.value.name].compactMap(\.self) { zoneCodes[name] = code }
        guard let area = (find("area")?.value).flatMap({ MongoArea.polygon($0) }) else {
            faults.add(
                place.fault("geometry", "Expected a GeoJSON Polygon or MultiPolygon, or bounds of four numbers"))
            return
        }
        guard let capacity = find("capacityKW")?.value.number ?? options.zoneCapacityKW, capacity > 0,
            capacity.isFinite
        else {
            faults.add(
                place.fault("capacity_kw", "Expected more than 0; --zone-capacity-kw gives one to zones without"))
            return
        }
        let priority = find("priority")?.value.number.flatMap { Int(exactly: $0) } ?? 2
        let population = find("population")?.value.number.flatMap { Int(exactly: $0) } ?? 0
        guard (1...3).contains(priority), population >= 0 else {
            faults.add(
                place.fault("priority, population", "Expected a priority of 1 to 3 and a population of at least 0"))
            return
        }
        zones.append(
            ZoneDraft(
                code: code, name: find("name")?.value.name ?? code, population: population, priority: priority,
                capacityKW: capacity, area: area))
    }

    private mutating func takeHousehold(_ document: MongoDocument, _ place: MongoPlace) {
        let id = fields.find("id", of: Self.households, in: document.value)?.value.name
        guard let name = fields.find("meter", of: Self.households, in: document.value)?.value.name ?? id,
            SeriesRegistrar.canName(name)
        else {
            faults.add(place.fault("meter_id", "The household has no meter and no id of 1 to 200 characters"))
            return
        }
        for key in [id, name].compactMap(\.self) {
            if let other = meters.updateValue(name, forKey: key), other != name {
                faults.add(place.fault("meter_id", "“\(key)” names two meters, “\(other)” and “\(name)”"))
            }
        }
        zoneOfMeter[name] = fields.find("zone", of: Self.households, in: document.value)?.value.name
    }

    private mutating func takeAir(_ document: MongoDocument) {
        guard let zone = fields.find("zone", of: MongoReadings.air, in: document.value)?.value.name else { return }
        for part in fields.parts(of: MongoReadings.air) {
            if let quantity = Quantity(rawValue: part),
                fields.find(part, of: MongoReadings.air, in: document.value) != nil
            {
                air[zone, default: []].insert(quantity)
            }
        }
    }
}
