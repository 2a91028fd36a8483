import GridModel

/// Reads the tables one after the other and gathers every fault before it gives up.
struct SimBenchNetworkReader {
    private let folder: SimBenchFolder
    private var network = GridNetwork()
    private var faults = ImportFaults()
    private var nodeCodes: Set<String> = []
    private var auxiliaryNodes: Set<String> = []
    private var lineSubnets: [String: String] = [:]

    /// Tables whose elements the network model does not know.
    private static let leftOut = ["PowerPlant", "Storage", "Shunt", "DCLine", "Transformer3W"]

    init(folder: SimBenchFolder) {
        self.folder = folder
    }

    mutating func read() throws(ImportError) -> SimBenchNetwork {
        let places = try readCoordinates()
        let external = try externalGridNodes()
        try readNodes(places: places, external: external)
        for (node, record, table) in external.references where !nodeCodes.contains(node) {
            faults.add(table.fault("node", record, "There is no node “\(node)”"))
        }
        try readSubstations()
        try readLines()
        try readTransformers()
        try readSwitches()
        try readLoads()
        try readGenerators()
        let notices = try noticesOfWhatIsLeftOut()
        guard faults.isEmpty else { throw .faulty(faults) }
        network.feeders = FeederDerivation(
            network: network, auxiliaryNodes: auxiliaryNodes, lineSubnets: lineSubnets
        ).feeders()
        return SimBenchNetwork(network: network, notices: notices)
    }

    private typealias ExternalGrid = (nodes: Set<String>, references: [(String, CSVRecord, SimBenchTable)])

    private mutating func required(_ name: String, _ columns: [String]) throws(ImportError) -> SimBenchTable? {
        if folder.fileName(of: name) == nil {
            faults.add(ImportFault(file: "\(name).csv", reason: "The file is missing"))
            return nil
        }
        return try folder.table(name, columns: columns, faults: &faults)
    }

    private mutating func readCoordinates() throws(ImportError) -> [String: Coordinate] {
        guard let table = try folder.table("Coordinates", columns: ["id", "x", "y"], faults: &faults) else {
            return [:]
        }
        var places: [String: Coordinate] = [:]
        var codes: Set<String> = []
        for record in table.records {
            guard let id = newCode(of: record, in: table, among: &codes),
                let x = table.number("x", of: record, in: -180...180, &faults),
                let y = table.number("y", of: record, in: -90...90, &faults)
            else { continue }
            places[id] = Coordinate(longitude: x, latitude: y)
        }
        return places
    }

    private mutating func externalGridNodes() throws(ImportError) -> ExternalGrid {
        guard let table = try required("ExternalNet", ["id", "node"]) else { return ([], []) }
        var grid: ExternalGrid = ([], [])
        for record in table.records {
            guard let node = table.requiredText("node", of: record, &faults) else { continue }
            grid.nodes.insert(node)
            grid.references.append((node, record, table))
        }
        if table.records.isEmpty {
            faults.add(ImportFault(file: table.file, reason: "There is no external grid: nothing feeds the network"))
        }
        return grid
    }

    private mutating func readNodes(places: [String: Coordinate], external: ExternalGrid) throws(ImportError) {
        guard let table = try required("Node", ["id", "type", "vmR", "substation", "coordID"]) else { return }
        var codes: Set<String> = []
        // A node with another fault exists all the same: what refers to it is not at fault.
        defer { nodeCodes = codes }
        for record in table.records {
            guard let code = newCode(of: record, in: table, among: &codes) else { continue }
            let place = table.text("coordID", of: record)
            if let place, places[place] == nil {
                faults.add(table.fault("coordID", record, "There is no coordinate “\(place)”"))
            }
            guard let nominalKV = table.number("vmR", of: record, in: 0.001...2000, &faults) else { continue }
            if table.text("type", of: record)?.contains("auxiliary") == true { auxiliaryNodes.insert(code) }
            network.nodes.append(
                Node(
                    code: code, nominalKV: nominalKV, location: place.flatMap { places[$0] },
                    substationCode: table.text("substation", of: record),
                    isExternalGrid: external.nodes.contains(code)))
        }
    }

    private mutating func readSubstations() throws(ImportError) {
        guard let table = try folder.table("Substation", columns: ["id"], faults: &faults) else { return }
        var codes: Set<String> = []
        for record in table.records {
            guard let code = newCode(of: record, in: table, among: &codes) else { continue }
            // A substation has no place of its own in SimBench: it lies where its nodes do.
            let location = network.nodes.first { $0.substationCode == code && $0.location != nil }?.location
            network.substations.append(Substation(code: code, location: location))
        }
    }

    private mutating func readLines() throws(ImportError) {
        guard let typeTable = try required("LineType", ["id", "r", "x", "b", "iMax", "type"]),
            let table = try required("Line", ["id", "nodeA", "nodeB", "type", "length"])
        else { return }
        var types: [String: LineType] = [:]
        var typeCodes: Set<String> = []
        for record in typeTable.records {
            guard let code = newCode(of: record, in: typeTable, among: &typeCodes) else { continue }
            let resistance = typeTable.number("r", of: record, in: 0...1e6, &faults)
            let reactance = typeTable.number("x", of: record, in: 0...1e6, &faults)
            let susceptance = typeTable.number("b", of: record, in: 0...1e9, &faults)
            let rated = typeTable.number("iMax", of: record, in: 1e-6...1e9, &faults)
            guard let resistance, let reactance, let susceptance, let rated else { continue }
            types[code] = LineType(
                code: code, resistanceOhmPerKm: resistance, reactanceOhmPerKm: reactance,
                susceptanceMicroSiemensPerKm: susceptance, ratedA: rated,
                construction: typeTable.text("type", of: record) ?? "")
        }
        var codes: Set<String> = []
        for record in table.records {
            guard let code = newCode(of: record, in: table, among: &codes) else { continue }
            let from = node("nodeA", of: record, in: table)
            let to = node("nodeB", of: record, in: table)
            let length = table.number("length", of: record, in: 0...1e5, &faults)
            let typeCode = table.requiredText("type", of: record, &faults)
            if let typeCode, !typeCodes.contains(typeCode) {
                faults.add(table.fault("type", record, "There is no line type “\(typeCode)”"))
            }
            guard let from, let to, let length, let type = typeCode.flatMap({ types[$0] }) else { continue }
            lineSubnets[code] = table.text("subnet", of: record)
            network.lines.append(Line(code: code, fromNode: from, toNode: to, lengthKm: length, type: type))
        }
    }

    private mutating func readTransformers() throws(ImportError) {
        guard
            let table = try folder.table("Transformer", columns: ["id", "nodeHV", "nodeLV", "type"], faults: &faults),
            !table.records.isEmpty
        else { return }
        let typeColumns = ["id", "sR", "vmHV", "vmLV", "vmImp", "pCu", "pFe", "iNoLoad", "dVm"]
        guard let typeTable = try required("TransformerType", typeColumns) else { return }
        var types: [String: TransformerType] = [:]
        var typeCodes: Set<String> = []
        for record in typeTable.records {
            guard let code = newCode(of: record, in: typeTable, among: &typeCodes) else { continue }
            let before = faults.total
            var numbers: [Double] = []
            for (column, range) in zip(typeColumns.dropFirst(), Self.transformerRanges) {
                numbers.append(typeTable.number(column, of: record, in: range, &faults) ?? 0)
            }
            guard faults.total == before else { continue }
            types[code] = TransformerType(
                code: code, ratedMVA: numbers[0], highVoltageKV: numbers[1], lowVoltageKV: numbers[2],
                shortCircuitPercent: numbers[3], copperLossKW: numbers[4], ironLossKW: numbers[5],
                noLoadCurrentPercent: numbers[6], tapStepPercent: numbers[7])
        }
        var codes: Set<String> = []
        for record in table.records {
            guard let code = newCode(of: record, in: table, among: &codes) else { continue }
            let high = node("nodeHV", of: record, in: table)
            let low = node("nodeLV", of: record, in: table)
            let typeCode = table.requiredText("type", of: record, &faults)
            if let typeCode, !typeCodes.contains(typeCode) {
                faults.add(table.fault("type", record, "There is no transformer type “\(typeCode)”"))
            }
            let tap =
                table.text("tappos", of: record) == nil
                ? 0 : table.number("tappos", of: record, in: -1000...1000, &faults)
            guard let high, let low, let tap, let type = typeCode.flatMap({ types[$0] }) else { continue }
            network.transformers.append(
                Transformer(
                    code: code, highVoltageNode: high, lowVoltageNode: low, type: type,
                    tapPosition: Int(tap.rounded()), substationCode: table.text("substation", of: record)))
        }
    }

    /// In the order of the columns: MVA, kV, kV, %, kW, kW, %, %.
    private static let transformerRanges: [ClosedRange<Double>] = [
        1e-6...1e5, 1e-3...2000, 1e-3...2000, 0...100, 0...1e6, 0...1e6, 0...100, -100...100,
    ]

    private mutating func readSwitches() throws(ImportError) {
        guard let table = try folder.table("Switch", columns: ["id", "nodeA", "nodeB", "cond"], faults: &faults) else {
            return
        }
        var codes: Set<String> = []
        for record in table.records {
            guard let code = newCode(of: record, in: table, among: &codes) else { continue }
            let from = node("nodeA", of: record, in: table)
            let to = node("nodeB", of: record, in: table)
            let condition = table.requiredText("cond", of: record, &faults)
            if let condition, condition != "0", condition != "1" {
                faults.add(table.fault("cond", record, "“\(condition)” is neither 0 (open) nor 1 (closed)"))
            }
            guard let from, let to else { continue }
            network.switches.append(NetworkSwitch(code: code, fromNode: from, toNode: to, isClosed: condition == "1"))
        }
    }

    private mutating func readLoads() throws(ImportError) {
        guard let table = try folder.table("Load", columns: ["id", "node", "pLoad", "qLoad"], faults: &faults) else {
            return
        }
        var codes: Set<String> = []
        for record in table.records {
            guard let code = newCode(of: record, in: table, among: &codes) else { continue }
            let node = node("node", of: record, in: table)
            let active = table.number("pLoad", of: record, &faults)
            let reactive = table.number("qLoad", of: record, &faults)
            guard let node, let active, let reactive else { continue }
            network.loadPoints.append(
                LoadPoint(
                    code: code, node: node, ratedKW: active * 1000, ratedKVAr: reactive * 1000,
                    profile: table.text("profile", of: record)))
        }
    }

    private mutating func readGenerators() throws(ImportError) {
        guard let table = try folder.table("RES", columns: ["id", "node", "type", "pRES"], faults: &faults) else {
            return
        }
        var codes: Set<String> = []
        for record in table.records {
            guard let code = newCode(of: record, in: table, among: &codes) else { continue }
            let node = node("node", of: record, in: table)
            let power = table.number("pRES", of: record, &faults)
            guard let node, let power else { continue }
            network.generators.append(
                Generator(
                    code: code, node: node, ratedKW: power * 1000, technology: table.text("type", of: record) ?? "",
                    profile: table.text("profile", of: record)))
        }
    }

    private mutating func noticesOfWhatIsLeftOut() throws(ImportError) -> [String] {
        var notices: [String] = []
        for name in Self.leftOut {
            guard let table = try folder.table(name, columns: [], faults: &faults), !table.records.isEmpty else {
                continue
            }
            notices.append("\(table.file) has \(table.records.count) rows that are not taken over.")
        }
        return notices
    }

    /// The record's `id`, which must not be there yet.
    private mutating func newCode(
        of record: CSVRecord, in table: SimBenchTable, among codes: inout Set<String>
    ) -> String? {
        guard let code = table.requiredText("id", of: record, &faults) else { return nil }
        guard codes.insert(code).inserted else {
            faults.add(table.fault("id", record, "“\(code)” is there already"))
            return nil
        }
        return code
    }

    private mutating func node(_ column: String, of record: CSVRecord, in table: SimBenchTable) -> String? {
        guard let code = table.requiredText(column, of: record, &faults) else { return nil }
        guard nodeCodes.contains(code) else {
            faults.add(table.fault(column, record, "There is no node “\(code)”"))
            return nil
        }
        return code
    }
}
