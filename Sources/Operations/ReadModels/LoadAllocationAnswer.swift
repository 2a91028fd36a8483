package import GridModel

/// What an area's energy is split by among those without a meter.
package enum AllocationMethod: String, CaseIterable, Sendable {
    /// The load points' rated power, kW.
    case ratedKW
    /// The transformers' rated power, MVA; of transformers only.
    case ratedMVA
    /// A load point is a customer.
    case customers
    /// The mean course of metered load points of the same profile, kWh per rated kW of that hour, times rated kW.
    case profile
}

/// What gets a share.
package enum AllocationLevel: String, CaseIterable, Sendable {
    case loadPoint
    case transformer
}

/// What to allocate of which area, and how.
package struct AllocationRequest: Hashable, Sendable {
    package let area: Subject
    package let from: Timestamp?
    package let to: Timestamp?
    package let resolution: BalanceResolution
    package let method: AllocationMethod
    package let level: AllocationLevel
    /// Of the input, %, assumed as lost.
    package let lossesPercent: Double

    package init(
        area: Subject, from: Timestamp?, to: Timestamp?, resolution: BalanceResolution, method: AllocationMethod,
        level: AllocationLevel, lossesPercent: Double
    ) {
        self.area = area
        self.from = from
        self.to = to
        self.resolution = resolution
        self.method = method
        self.level = level
        self.lossesPercent = lossesPercent
    }
}

/// An estimate: an area's measured energy, less what its meters measured, split among those without one.
package struct LoadAllocationAnswer: Hashable, Sendable {
    /// A stretch of time; `input = metered + losses + allocated + unallocated`, exactly, Wh.
    package struct Part: Hashable, Sendable {
        package let span: TimeSpan
        package internal(set) var hours = 0
        /// Hours with a whole boundary measurement in which every meter inside is known: the figures are of these.
        package internal(set) var allocatedHours = 0
        package internal(set) var inputWh: Int64 = 0
        package internal(set) var meteredWh: Int64 = 0
        package internal(set) var lossesWh: Int64 = 0
        package internal(set) var allocatedWh: Int64 = 0
        /// Below 0 where the meters measured more than went in.
        package internal(set) var unallocatedWh: Int64 = 0

        package init(span: TimeSpan) {
            self.span = span
        }
    }

    /// One that has no meter.
    package struct Target: Hashable, Sendable {
        package let subject: Subject
        package let name: String
        /// Load points it stands for.
        package let loadPoints: Int
        /// In each part, Wh.
        package internal(set) var energiesWh: [Int64]

        package init(subject: Subject, name: String, loadPoints: Int, energiesWh: [Int64]) {
            self.subject = subject
            self.name = name
            self.loadPoints = loadPoints
            self.energiesWh = energiesWh
        }

        package var totalWh: Int64 { energiesWh.reduce(0, +) }
    }

    package let area: AreaName
    package let span: TimeSpan
    package let request: AllocationRequest
    /// Load points, generators and transformers whose measurement was taken off first.
    package let metered: Int
    /// Generators without a meter: what they generate makes the allocated load too low.
    package let unmeteredGenerators: Int
    package let parts: [Part]
    package let targets: [Target]

    package init(
        area: AreaName, span: TimeSpan, request: AllocationRequest, metered: Int, unmeteredGenerators: Int,
        parts: [Part], targets: [Target]
    ) {
        self.area = area
        self.span = span
        self.request = request
        self.metered = metered
        self.unmeteredGenerators = unmeteredGenerators
        self.parts = parts
        self.targets = targets
    }
}
