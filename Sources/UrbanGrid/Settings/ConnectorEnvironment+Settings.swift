import GridModel
import Operations

extension ConnectorEnvironment {
    init(_ settings: Settings) {
        self.init(
            openMeteoKey: settings.openMeteoKey, openAQKey: settings.openAQKey,
            allowsPrivateAddresses: settings.allowsPrivateConnectors, now: { .wallClock })
    }
}
