package import Logging

/// A swift-log handler that writes one line of JSON for each event.
///
/// Values under keys that name a secret (password, token, authorization, …) are replaced.
package struct JSONLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    package var logLevel: Logger.Level

    private let label: String
    private let sink: LogSink
    private let clock: LogClock

    package init(
        label: String, level: Logger.Level = .info, sink: LogSink = .standardError, clock: LogClock = .wall,
        metadataProvider: Logger.MetadataProvider? = nil
    ) {
        self.label = label
        self.logLevel = level
        self.sink = sink
        self.clock = clock
        self.metadataProvider = metadataProvider
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var merged = metadata
        if let provided = metadataProvider?.get() { merged.merge(provided) { _, new in new } }
        if let own = event.metadata { merged.merge(own) { _, new in new } }
        let line = LogLine(
            milliseconds: clock.milliseconds(), level: event.level, label: label,
            message: event.message.description, error: event.error.map { String(describing: $0) }, metadata: merged)
        sink.write(line.bytes)
    }
}
