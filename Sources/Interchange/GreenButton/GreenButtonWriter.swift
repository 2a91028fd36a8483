public import GridModel

/// Writes readings as a Green Button file: an Atom feed of NAESB ESPI (REQ.21) resources, piece by piece.
///
/// Each series is a usage point with one meter reading, its reading type and its interval blocks. Begin the feed, then
/// for each series begin it and add its blocks, then end the feed; what has been written is what each call returns.
public struct GreenButtonWriter: Sendable {
    /// One interval; no value where there is none.
    public struct Interval: Hashable, Sendable {
        public let span: TimeSpan
        /// kWh or kW.
        public let value: Double
        public let quality: Quality

        public init(span: TimeSpan, value: Double, quality: Quality) {
            self.span = span
            self.value = value
            self.quality = quality
        }
    }

    private static let espi = "http://naesb.org/espi"
    private static let root = "/espi/1_1/resource"
    /// What an entry's id says that it is.
    private enum Kind: UInt64 {
        case feed = 1
        case localTime, usagePoint, meterReading, readingType, intervalBlock
    }

    private let tenant: TenantID
    private let updated: String
    private var xml = XMLText()

    /// - Parameter updated: when the feed is written.
    public init(tenant: TenantID, updated: Timestamp) {
        self.tenant = tenant
        self.updated = updated.iso8601
    }

    /// - Parameters:
    ///   - calendar: whose clock the customers live by.
    ///   - start: of the readings; the clock's rules are those from then on.
    public mutating func begin(title: String, calendar: CityCalendar, from start: Timestamp) -> [UInt8] {
        xml.declaration()
        xml.begin(
            "feed",
            [("xmlns", "http://www.w3.org/2005/Atom"), ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")])
        xml.element("id", id(.feed, 0, start))
        xml.element("title", title)
        xml.element("updated", updated)
        xml.empty("link", [("rel", "self"), ("href", "\(Self.root)/Batch/\(tenant)")])
        xml.newLine()
        let rule = DaylightRule(timeZone: calendar.timeZone, after: start)
        let path = "\(Self.root)/LocalTimeParameters/1"
        entry(.localTime, 0, start, title: calendar.identifier, path: path, up: "\(Self.root)/LocalTimeParameters") {
            $0.begin("LocalTimeParameters", [("xmlns", Self.espi)])
            $0.element("dstEndRule", Self.hex(rule.end))
            $0.element("dstOffset", rule.daylightOffset)
            $0.element("dstStartRule", Self.hex(rule.start))
            $0.element("tzOffset", rule.standardOffset)
            $0.end()
        }
        return xml.drain()
    }

    /// - Parameter intervalSeconds: of the readings to come.
    /// - Returns: nil for a quantity that is neither energy nor power.
    public mutating func begin(_ series: Series, intervalSeconds: Int64) -> [UInt8]? {
        guard let unit = GreenButtonCodes.unit(series.quantity) else { return nil }
        let isEnergy = unit == 72
        let (point, type) = (Self.pointPath(series), "\(Self.root)/ReadingType/\(series.id)")
        entry(
            .usagePoint, series.id.rawValue, .epoch, title: series.externalName, path: point,
            up: "\(Self.root)/RetailCustomer/1/UsagePoint",
            related: ["\(point)/MeterReading", "\(Self.root)/LocalTimeParameters/1"]
        ) {
            $0.begin("UsagePoint", [("xmlns", Self.espi)])
            $0.begin("ServiceCategory")
            $0.element("kind", 0)
            $0.end()
            $0.end()
        }
        entry(
            .meterReading, series.id.rawValue, .epoch, title: series.externalName, path: "\(point)/MeterReading/1",
            up: "\(point)/MeterReading", related: ["\(point)/MeterReading/1/IntervalBlock", type]
        ) { $0.empty("MeterReading", [("xmlns", Self.espi)]) }
        entry(
            .readingType, series.id.rawValue, .epoch, title: series.quantity.rawValue, path: type,
            up: "\(Self.root)/ReadingType"
        ) {
            $0.begin("ReadingType", [("xmlns", Self.espi)])
            // 4 delta data, 6 indicating; 1 electricity; 12 normal, 2 average; 12 energy, 37 power.
            $0.element("accumulationBehaviour", isEnergy ? 4 : 6)
            $0.element("commodity", 1)
            $0.element("dataQualifier", isEnergy ? 12 : 2)
            $0.element("flowDirection", GreenButtonCodes.flowDirection(series.quantity))
            $0.element("intervalLength", intervalSeconds)
            $0.element("kind", isEnergy ? 12 : 37)
            $0.element("powerOfTenMultiplier", GreenButtonCodes.powerOfTenMultiplier)
            $0.element("uom", unit)
            $0.end()
        }
        return xml.drain()
    }

    /// Intervals of the series begun last, ascending, as one interval block.
    /// - Throws: `GreenButtonError` for a value that ESPI cannot hold.
    public mutating func add(_ intervals: [Interval], of series: Series) throws(GreenButtonError) -> [UInt8] {
        guard let first = intervals.first?.span, let last = intervals.last?.span else { return [] }
        let numbers = intervals.map { GreenButtonCodes.value($0.value) }
        if let index = numbers.firstIndex(of: nil) {
            throw GreenButtonError(series: series.externalName, start: intervals[index].span.start)
        }
        let up = "\(Self.pointPath(series))/MeterReading/1/IntervalBlock"
        entry(
            .intervalBlock, series.id.rawValue, first.start, title: "", path: "\(up)/\(first.start.secondsSinceEpoch)",
            up: up
        ) { xml in
            xml.begin("IntervalBlock", [("xmlns", Self.espi)])
            xml.begin("interval")
            xml.element("duration", last.end - first.start)
            xml.element("start", first.start.secondsSinceEpoch)
            xml.end()
            for (interval, number) in zip(intervals, numbers) {
                xml.begin("IntervalReading")
                xml.begin("ReadingQuality")
                xml.element("quality", GreenButtonCodes.quality(interval.quality))
                xml.end()
                xml.begin("timePeriod")
                xml.element("duration", interval.span.seconds)
                xml.element("start", interval.span.start.secondsSinceEpoch)
                xml.end()
                xml.element("value", number ?? 0)
                xml.end()
            }
            xml.end()
        }
        return xml.drain()
    }

    public mutating func end() -> [UInt8] {
        xml.end()
        xml.newLine()
        return xml.drain()
    }

    // MARK: Private

    private mutating func entry(
        _ kind: Kind, _ number: Int64, _ start: Timestamp, title: String, path: String, up: String,
        related: [String] = [], _ content: (inout XMLText) -> Void
    ) {
        xml.begin("entry")
        xml.element("id", id(kind, number, start))
        xml.empty("link", [("rel", "self"), ("href", path)])
        xml.empty("link", [("rel", "up"), ("href", up)])
        for path in related { xml.empty("link", [("rel", "related"), ("href", path)]) }
        xml.element("title", title)
        xml.begin("content")
        content(&xml)
        xml.end()
        xml.element("published", updated)
        xml.element("updated", updated)
        xml.end()
        xml.newLine()
    }

    private static func pointPath(_ series: Series) -> String {
        "\(root)/RetailCustomer/1/UsagePoint/\(series.id)"
    }

    /// A UUID of version 8 (RFC 9562), made of what it names: the same resource has the same id in every file.
    private func id(_ kind: Kind, _ number: Int64, _ start: Timestamp) -> String {
        let named = UInt64(bitPattern: number) & 0xFFF_FFFF_FFFF
        let upper = UInt64(truncatingIfNeeded: tenant.rawValue) << 32 | (named >> 28) << 16 | 0x8000 | kind.rawValue
        let stamp = UInt64(bitPattern: start.secondsSinceEpoch) & 0x3_FFFF_FFFF
        let lower = 0x8000_0000_0000_0000 | (named & 0xFFF_FFFF) << 34 | stamp
        return "urn:uuid:" + Self.uuid(upper, lower)
    }

    private static func uuid(_ upper: UInt64, _ lower: UInt64) -> String {
        let digits = (hex(upper) + hex(lower)).lowercased()
        var text = ""
        for (index, digit) in digits.enumerated() {
            if [8, 12, 16, 20].contains(index) { text.append("-") }
            text.append(digit)
        }
        return text
    }

    private static func hex(_ number: some FixedWidthInteger & UnsignedInteger) -> String {
        let digits = String(number, radix: 16, uppercase: true)
        return String(repeating: "0", count: number.bitWidth / 4 - digits.count) + digits
    }
}

/// A value that ESPI's 48 bits cannot hold in thousandths of a watt hour or watt.
public struct GreenButtonError: Error, Hashable, CustomStringConvertible {
    public let series: String
    public let start: Timestamp

    public var description: String {
        "The value of “\(series)” at \(start) is too large for a Green Button file; use CSV."
    }
}
