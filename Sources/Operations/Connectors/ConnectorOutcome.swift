package import Integrations

/// What came of the wish to poll.
package enum ConnectorOutcome: Hashable, Sendable {
    case disabled
    /// Not due, under way elsewhere, or held by the provider.
    case notNow(ConnectorState.Claim)
    case succeeded(ConnectorReport)
    /// Recorded, with when it is tried again.
    case failed(ConnectorError)
}

/// What a successful poll stored.
package struct ConnectorReport: Hashable, Sendable, CustomStringConvertible {
    package private(set) var inserted = 0
    package private(set) var revised = 0
    package private(set) var unchanged = 0
    /// Series with a forecast that says something new.
    package internal(set) var forecasts = 0
    package let leftOut: Int

    init(leftOut: Int) {
        self.leftOut = leftOut
    }

    mutating func add(_ receipt: IngestReceipt) {
        inserted += receipt.inserted
        revised += receipt.revised
        unchanged += receipt.unchanged
    }

    package var description: String {
        var text = "\(inserted) readings new, \(revised) revised, \(unchanged) unchanged; \(forecasts) new forecasts"
        if leftOut > 0 { text += "; \(leftOut) values left out as implausible, flagged or too thin" }
        return text
    }
}

/// What happens while a connector polls.
package enum ConnectorEvent: Sendable {
    case called(ConnectorKind, calls: Int)
    case ingested(IngestReceipt)
    case succeeded(ConnectorKind, ConnectorReport)
    case failed(ConnectorKind, ConnectorError)
}
