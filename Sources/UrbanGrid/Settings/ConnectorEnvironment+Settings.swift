import GridModel
import Identity
import Operations

extension ConnectorEnvironment {
    init(_ settings: Settings, keys: MasterKeyRing?) {
        self.init(
            openMeteoKey: settings.openMeteoKey, openAQKey: settings.openAQKey,
            allowsPrivateAddresses: settings.allowsPrivateConnectors, secretKeys: keys, now: { .wallClock })
    }
}
