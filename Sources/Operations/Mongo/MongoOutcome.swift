import Interchange

/// What a dump holds, and what became of it.
package struct MongoOutcome: Sendable {
    let city: MongoCity
    let readings: Int
    let faults: ImportFaults
    /// Nil when nothing was stored.
    package internal(set) var receipt: UploadReport.Stored?

    init(city: MongoCity, readings: Int, faults: ImportFaults) {
        self.city = city
        self.readings = readings
        self.faults = faults
    }

    package var isSound: Bool { faults.isEmpty }

    /// For a terminal.
    package var text: String {
        var lines = city.counts.sorted { $0.key < $1.key }.map { collection, count in
            "\(collection): \(count) documents → \(Self.fate(of: collection))"
        }
        for (collection, fields) in city.unusedFields.sorted(by: { $0.key < $1.key }) where !fields.isEmpty {
            let isKept = city.isArchived(collection)
            lines.append(
                "\(collection): nothing is made of \(fields.sorted().prefix(20).joined(separator: ", "))"
                    + (isKept ? "; the documents are kept whole." : "; a fields file can name them."))
        }
        lines.append(
            "\(city.zones.count) zones, \(Set(city.meters.values).count) meters, \(readings) sound readings, "
                + "\(faults.total) faults.")
        if !faults.isEmpty { lines.append(faults.text) }
        if let receipt {
            lines.append(
                "Stored: \(receipt.inserted) new readings, \(receipt.revised) revised, \(receipt.unchanged) unchanged.")
        } else {
            lines.append("Nothing was stored.")
        }
        return lines.joined(separator: "\n")
    }

    private static func fate(of collection: String) -> String {
        switch collection {
        case "zones": "zones, and kept whole"
        case "households": "meters with a series each, and kept whole"
        case MongoReadings.meters: "readings"
        case MongoReadings.air: "readings of their zones, and kept whole"
        default: "kept whole, nothing is made of them"
        }
    }
}
