import Foundation

/// What the fields of the prototype's documents are called: the names that are looked for, the first that a
/// document has counts. A file of one's own names others, which are looked for first:
///
///     {"meter_readings": {"value": ["energy_kwh"]}, "air_climate_readings": {"usAirQualityIndex": ["aqi"]}}
///
/// Names with a dot reach into a document: `meta.zone`.
public struct MongoFields: Sendable {
    private var names: [String: [String: [String]]]

    /// - Parameter json: a file of other names.
    /// - Throws: when it is not of that form, or names a collection or part that there is not.
    public init(json: [UInt8]? = nil) throws(MongoFieldsError) {
        names = Self.known
        guard let json else { return }
        let given: [String: [String: [String]]]
        do {
            given = try JSONDecoder().decode([String: [String: [String]]].self, from: Data(json))
        } catch {
            throw MongoFieldsError(message: "expected {\"collection\": {\"part\": [\"field\", …]}}")
        }
        for (collection, parts) in given {
            guard let known = names[collection] else {
                throw MongoFieldsError(
                    message: "“\(collection)” is no collection with parts; expected one of "
                        + names.keys.sorted().joined(separator: ", "))
            }
            for (part, fields) in parts {
                guard known[part] != nil else {
                    throw MongoFieldsError(
                        message: "“\(part)” is no part of \(collection); expected one of "
                            + known.keys.sorted().joined(separator: ", "))
                }
                names[collection]?[part] = fields + (known[part] ?? [])
            }
        }
    }

    public func parts(of collection: String) -> [String] { names[collection].map { $0.keys.sorted() } ?? [] }

    /// The first field of that part that the document has, and its value.
    public func find(_ part: String, of collection: String, in document: MongoValue) -> (
        field: String, value: MongoValue
    )? {
        for field in names[collection]?[part] ?? [] {
            if let value = document[field], value != .null { return (field, value) }
        }
        return nil
    }

    /// Every name that is looked for.
    public func all(of collection: String) -> Set<String> {
        Set((names[collection] ?? [:]).values.flatMap(\.self))
    }

    private static let zone = ["zone_id", "zoneId", "zone", "zone_code"]
    private static let time = ["timestamp", "ts", "time", "start", "datetime", "read_at"]

    private static let known: [String: [String: [String]]] = [
        "zones": [
            "id": ["_id", "zone_id", "id"], "code": ["code", "zone_code", "zone_id"],
            "name": ["name", "zone_name", "title"], "area": ["geometry", "boundary", "polygon", "geojson", "bounds"],
            "population": ["population"], "priority": ["priority"],
            "capacityKW": ["capacity_kw", "capacityKw", "capacity_kW", "grid_capacity_kw", "max_load_kw", "capacity"],
        ],
        "households": [
            "id": ["_id", "household_id", "id"], "meter": ["meter_id", "meterId", "smart_meter_id", "household_id"],
            "zone": zone, "name": ["name", "address"],
        ],
        "meter_readings": [
            "meter": ["meter_id", "meterId", "household_id", "householdId", "household"], "time": time,
            "value": ["kwh", "consumption_kwh", "energy_kwh", "usage_kwh", "value", "reading"],
            "quality": ["quality", "status"],
        ],
        "air_climate_readings": [
            "zone": zone, "time": time,
            "temperature": ["temperature", "temp", "temperature_c", "temp_c"],
            "relativeHumidity": ["humidity", "relative_humidity"],
            "pm25": ["pm25", "pm2_5", "pm2.5"], "pm10": ["pm10"], "nitrogenDioxide": ["no2"], "ozone": ["o3"],
            "windSpeed": ["wind_speed", "windSpeed"],
            // Which index “aqi” is, the documents do not say.
            "usAirQualityIndex": ["us_aqi"], "europeanAirQualityIndex": ["eaqi", "european_aqi"],
        ],
    ]
}

public struct MongoFieldsError: Error, Hashable, CustomStringConvertible {
    let message: String

    public var description: String { "The file of field names cannot be used: \(message)." }
}
