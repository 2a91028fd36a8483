/// The electrical network of a utility as values: what lies where and what it is connected to.
///
/// Elements refer to each other by `code`, the name they have in the file they came from (a
/// SimBench `id`), because a network exists before the database has numbered it.
public struct GridNetwork: Hashable, Sendable {
    public var substations: [Substation] = []
    public var nodes: [Node] = []
    public var lines: [Line] = []
    public var transformers: [Transformer] = []
    public var switches: [NetworkSwitch] = []
    public var loadPoints: [LoadPoint] = []
    public var generators: [Generator] = []
    public var feeders: [Feeder] = []

    public init() {}
}

public struct Substation: Hashable, Sendable {
    public let code: String
    public let location: Coordinate?

    public init(code: String, location: Coordinate?) {
        self.code = code
        self.location = location
    }
}

/// A busbar or junction.
public struct Node: Hashable, Sendable {
    public let code: String
    public let nominalKV: Double
    public let location: Coordinate?
    public let substationCode: String?
    /// Held at a fixed voltage: the grid above.
    public let isExternalGrid: Bool

    public init(
        code: String, nominalKV: Double, location: Coordinate?, substationCode: String?, isExternalGrid: Bool
    ) {
        self.code = code
        self.nominalKV = nominalKV
        self.location = location
        self.substationCode = substationCode
        self.isExternalGrid = isExternalGrid
    }
}

public struct Line: Hashable, Sendable {
    public let code: String
    public let fromNode: String
    public let toNode: String
    public let lengthKm: Double
    public let type: LineType

    public init(code: String, fromNode: String, toNode: String, lengthKm: Double, type: LineType) {
        self.code = code
        self.fromNode = fromNode
        self.toNode = toNode
        self.lengthKm = lengthKm
        self.type = type
    }
}

public struct LineType: Hashable, Sendable {
    public let code: String
    public let resistanceOhmPerKm: Double
    public let reactanceOhmPerKm: Double
    public let susceptanceMicroSiemensPerKm: Double
    public let ratedA: Double
    /// cable or overhead line, as the source says.
    public let construction: String

    public init(
        code: String, resistanceOhmPerKm: Double, reactanceOhmPerKm: Double, susceptanceMicroSiemensPerKm: Double,
        ratedA: Double, construction: String
    ) {
        self.code = code
        self.resistanceOhmPerKm = resistanceOhmPerKm
        self.reactanceOhmPerKm = reactanceOhmPerKm
        self.susceptanceMicroSiemensPerKm = susceptanceMicroSiemensPerKm
        self.ratedA = ratedA
        self.construction = construction
    }
}

public struct Transformer: Hashable, Sendable {
    public let code: String
    public let highVoltageNode: String
    public let lowVoltageNode: String
    public let type: TransformerType
    public let tapPosition: Int
    public let substationCode: String?

    public init(
        code: String, highVoltageNode: String, lowVoltageNode: String, type: TransformerType, tapPosition: Int,
        substationCode: String?
    ) {
        self.code = code
        self.highVoltageNode = highVoltageNode
        self.lowVoltageNode = lowVoltageNode
        self.type = type
        self.tapPosition = tapPosition
        self.substationCode = substationCode
    }
}

public struct TransformerType: Hashable, Sendable {
    public let code: String
    public let ratedMVA: Double
    public let highVoltageKV: Double
    public let lowVoltageKV: Double
    /// Short-circuit voltage, % of nominal.
    public let shortCircuitPercent: Double
    public let copperLossKW: Double
    public let ironLossKW: Double
    public let noLoadCurrentPercent: Double
    public let tapStepPercent: Double

    public init(
        code: String, ratedMVA: Double, highVoltageKV: Double, lowVoltageKV: Double, shortCircuitPercent: Double,
        copperLossKW: Double, ironLossKW: Double, noLoadCurrentPercent: Double, tapStepPercent: Double
    ) {
        self.code = code
        self.ratedMVA = ratedMVA
        self.highVoltageKV = highVoltageKV
        self.lowVoltageKV = lowVoltageKV
        self.shortCircuitPercent = shortCircuitPercent
        self.copperLossKW = copperLossKW
        self.ironLossKW = ironLossKW
        self.noLoadCurrentPercent = noLoadCurrentPercent
        self.tapStepPercent = tapStepPercent
    }
}

public struct NetworkSwitch: Hashable, Sendable {
    public let code: String
    public let fromNode: String
    public let toNode: String
    public let isClosed: Bool

    public init(code: String, fromNode: String, toNode: String, isClosed: Bool) {
        self.code = code
        self.fromNode = fromNode
        self.toNode = toNode
        self.isClosed = isClosed
    }
}

/// Where energy leaves the grid.
public struct LoadPoint: Hashable, Sendable {
    public let code: String
    public let node: String
    public let ratedKW: Double
    public let ratedKVAr: Double
    /// The name of the load's shape in the source's profiles, where it has one.
    public let profile: String?

    public init(code: String, node: String, ratedKW: Double, ratedKVAr: Double, profile: String?) {
        self.code = code
        self.node = node
        self.ratedKW = ratedKW
        self.ratedKVAr = ratedKVAr
        self.profile = profile
    }
}

public struct Generator: Hashable, Sendable {
    public let code: String
    public let node: String
    public let ratedKW: Double
    /// PV, Wind, Hydro, Biomass …, as the source says.
    public let technology: String
    public let profile: String?

    public init(code: String, node: String, ratedKW: Double, technology: String, profile: String?) {
        self.code = code
        self.node = node
        self.ratedKW = ratedKW
        self.technology = technology
        self.profile = profile
    }
}

/// The part of the network that hangs on one outgoing line of a substation.
public struct Feeder: Hashable, Sendable {
    public let code: String
    public let zoneCode: String?
    /// The codes of its nodes; a node belongs to one feeder at most.
    public let nodes: [String]

    public init(code: String, zoneCode: String?, nodes: [String]) {
        self.code = code
        self.zoneCode = zoneCode
        self.nodes = nodes
    }
}
