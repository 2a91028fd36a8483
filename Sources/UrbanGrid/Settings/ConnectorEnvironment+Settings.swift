import GridModel
import Operations

extension ConnectorEnvironment {
    init(_ settings: Settings) {
        self.init(
            openMeteoKey: settings.openMeteoKey, openAQKey: settings.openAQKey,
            allowsPrivateAddresses: settings.allowsPrivateConnectors, secretKeys: settings.secretKeys,
            now: { .wallClock })
    }
}
