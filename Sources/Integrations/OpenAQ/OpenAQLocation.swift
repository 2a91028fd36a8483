import GridModel

/// A page of OpenAQ's answers.
struct OpenAQPage<Item: Decodable>: Decodable {
    let results: [Item]
}

/// A moment as OpenAQ writes it, twice; only UTC is read.
struct OpenAQTime: Decodable, Hashable {
    let utc: Timestamp
}

/// A station of `/v3/locations`.
struct OpenAQLocation: Decodable {
    struct Place: Decodable {
        let latitude: Double
        let longitude: Double
    }

    struct Sensor: Decodable {
        let id: Int64
        let parameter: Parameter
    }

    struct Parameter: Decodable {
        let name: String
        let units: String
    }

    let id: Int64
    let isMobile: Bool
    /// Of reference grade, not a low-cost sensor.
    let isMonitor: Bool
    let coordinates: Place?
    let sensors: [Sensor]
    let datetimeLast: OpenAQTime?
}

/// An hour of `/v3/sensors/{id}/hours`.
struct OpenAQHour: Decodable {
    struct Flags: Decodable {
        let hasFlags: Bool
    }

    struct Period: Decodable {
        let datetimeFrom: OpenAQTime
        let datetimeTo: OpenAQTime
    }

    struct Coverage: Decodable {
        let percentComplete: Double?
    }

    /// Null where there is none.
    let value: Double?
    let flagInfo: Flags
    let parameter: OpenAQLocation.Parameter
    let period: Period
    let coverage: Coverage?
}
