/// The sources of weather and air quality that the platform can ask.
public enum ConnectorKind: String, CaseIterable, Sendable, Codable {
    case openMeteoWeather = "open-meteo-weather"
    case openMeteoAirQuality = "open-meteo-air-quality"
    case openAQ = "openaq"

    /// The provider's public service.
    public var publicBaseURL: String {
        switch self {
        case .openMeteoWeather: "https://api.open-meteo.com"
        case .openMeteoAirQuality: "https://air-quality-api.open-meteo.com"
        case .openAQ: "https://api.openaq.org"
        }
    }

    /// The domain that a key of the provider may be sent to.
    public var domain: String {
        switch self {
        case .openMeteoWeather, .openMeteoAirQuality: "open-meteo.com"
        case .openAQ: "openaq.org"
        }
    }

    /// The first part of the external names of its series.
    public var provider: String {
        switch self {
        case .openMeteoWeather, .openMeteoAirQuality: "open-meteo"
        case .openAQ: "openaq"
        }
    }

    /// Calls a day unless the settings say otherwise. Open-Meteo's free service takes 10 000 a day from an address,
    /// for both of its connectors together; OpenAQ takes 60 a minute and 2000 an hour.
    public var defaultDailyCalls: Int {
        switch self {
        case .openMeteoWeather, .openMeteoAirQuality: 4000
        case .openAQ: 5000
        }
    }
}
