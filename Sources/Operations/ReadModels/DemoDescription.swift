package import GridModel

/// What the demo city is made of, to be said wherever its data are shown.
package struct DemoDescription: Hashable, Sendable {
    package let title: String
    package let notices: [DemoNotice]
    package let licences: [DemoLicence]
    /// Whole weeks that the source's time was moved by.
    package let shiftedByWeeks: Int
    package let sourceStart: Timestamp
    package let sourceEnd: Timestamp
    /// On the platform's clock.
    package let replayEndsAt: Timestamp
    package let faults: [DemoFault]

    package init(
        title: String, notices: [DemoNotice], licences: [DemoLicence], shiftedByWeeks: Int, sourceStart: Timestamp,
        sourceEnd: Timestamp, replayEndsAt: Timestamp, faults: [DemoFault]
    ) {
        self.title = title
        self.notices = notices
        self.licences = licences
        self.shiftedByWeeks = shiftedByWeeks
        self.sourceStart = sourceStart
        self.sourceEnd = sourceEnd
        self.replayEndsAt = replayEndsAt
        self.faults = faults
    }
}

/// A statement about the demo's data.
package struct DemoNotice: Hashable, Sendable {
    package let title: String
    package let text: String

    package init(title: String, text: String) {
        self.title = title
        self.text = text
    }
}

/// A source's licence and the words it asks for.
package struct DemoLicence: Hashable, Sendable {
    package let name: String
    package let licence: String
    package let url: String
    package let attribution: String

    package init(name: String, licence: String, url: String, attribution: String) {
        self.name = name
        self.licence = licence
        self.url = url
        self.attribution = attribution
    }
}

/// A fault put into the data on purpose.
package struct DemoFault: Hashable, Sendable {
    package let asset: String
    package let kind: String
    package let start: Timestamp
    package let end: Timestamp
    package let description: String

    package init(asset: String, kind: String, start: Timestamp, end: Timestamp, description: String) {
        self.asset = asset
        self.kind = kind
        self.start = start
        self.end = end
        self.description = description
    }
}
