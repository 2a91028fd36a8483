import GridModel

/// Finds the feeders of a network: what hangs together once the substations' busbars are taken out.
///
/// The busbars are the low-voltage nodes of the transformers that the external grid reaches over
/// lines and closed switches, with the busbars of the same substation that closed switches join
/// to them; without such a transformer, the external grid's own nodes. An open switch parts. A
/// node belongs to one feeder at most: two outgoing lines that meet behind closed switches are
/// one feeder. A stretch without load or generator, such as a reserve line, is none.
struct FeederDerivation {
    private let network: GridNetwork
    private let auxiliaryNodes: Set<String>
    private let lineSubnets: [String: String]
    private var overLines: [String: [String]] = [:]
    private var overSwitches: [String: [String]] = [:]

    init(network: GridNetwork, auxiliaryNodes: Set<String>, lineSubnets: [String: String]) {
        self.network = network
        self.auxiliaryNodes = auxiliaryNodes
        self.lineSubnets = lineSubnets
        for line in network.lines {
            overLines[line.fromNode, default: []].append(line.toNode)
            overLines[line.toNode, default: []].append(line.fromNode)
        }
        for link in network.switches where link.isClosed {
            overSwitches[link.fromNode, default: []].append(link.toNode)
            overSwitches[link.toNode, default: []].append(link.fromNode)
        }
    }

    func feeders() -> [Feeder] {
        let external = network.nodes.filter(\.isExternalGrid).map(\.code)
        let upper = reach(from: external) { (overLines[$0] ?? []) + (overSwitches[$0] ?? []) }
        let mains = network.transformers.filter { upper.contains($0.highVoltageNode) }
        let roots = busbars(from: mains.isEmpty ? external : mains.map(\.lowVoltageNode))
        let outside = mains.isEmpty ? roots : roots.union(upper)

        var overTransformers: [String: [String]] = [:]
        for transformer in network.transformers {
            overTransformers[transformer.highVoltageNode, default: []].append(transformer.lowVoltageNode)
            overTransformers[transformer.lowVoltageNode, default: []].append(transformer.highVoltageNode)
        }
        let supplied = Set(network.loadPoints.map(\.node)).union(network.generators.map(\.node))
        var taken = outside
        var feeders: [(headLine: Int, nodes: [String])] = []
        for root in network.nodes.map(\.code) where roots.contains(root) {
            for head in (overLines[root] ?? []) + (overSwitches[root] ?? []) where !taken.contains(head) {
                let members = reach(from: [head]) { node in
                    ((overLines[node] ?? []) + (overSwitches[node] ?? []) + (overTransformers[node] ?? []))
                        .filter { !outside.contains($0) }
                }
                taken.formUnion(members)
                guard !members.isDisjoint(with: supplied) else { continue }
                feeders.append((headLine(of: members), network.nodes.map(\.code).filter(members.contains)))
            }
        }
        return named(feeders.sorted { $0.headLine < $1.headLine })
    }

    /// The file lists a feeder's lines from the substation outwards.
    private func headLine(of members: Set<String>) -> Int {
        network.lines.firstIndex { members.contains($0.fromNode) || members.contains($0.toNode) } ?? Int.max
    }

    private func named(_ feeders: [(headLine: Int, nodes: [String])]) -> [Feeder] {
        var used: Set<String> = []
        return feeders.enumerated().map { index, feeder in
            let line = feeder.headLine < network.lines.count ? network.lines[feeder.headLine].code : nil
            let candidates = [line.flatMap { lineSubnets[$0] }, line, feeder.nodes.first].compactMap(\.self)
            let code = candidates.first { !used.contains($0) } ?? "Feeder \(index + 1)"
            used.insert(code)
            return Feeder(code: code, zoneCode: nil, nodes: feeder.nodes)
        }
    }

    private func busbars(from seeds: [String]) -> Set<String> {
        let substations = Dictionary(network.nodes.map { ($0.code, $0.substationCode) }) { first, _ in first }
        var busbars: Set<String> = []
        for seed in seeds {
            let substation = substations[seed] ?? nil
            busbars.formUnion(
                reach(from: [seed]) { node in
                    (overSwitches[node] ?? []).filter {
                        !auxiliaryNodes.contains($0) && substation != nil && (substations[$0] ?? nil) == substation
                    }
                })
        }
        return busbars
    }

    private func reach(from start: [String], _ neighbours: (String) -> [String]) -> Set<String> {
        var reached = Set(start)
        var open = start
        while let node = open.popLast() {
            for neighbour in neighbours(node) where reached.insert(neighbour).inserted { open.append(neighbour) }
        }
        return reached
    }
}
