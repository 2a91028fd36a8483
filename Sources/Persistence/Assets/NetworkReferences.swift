import GridModel

/// Checks that every node a network speaks of is one of its own.
enum NetworkReferences {
    static func check(_ network: GridNetwork) throws {
        let nodes = Set(network.nodes.map(\.code))
        func require(_ node: String, _ what: @autoclosure () -> String) throws {
            guard nodes.contains(node) else { throw NetworkWriteError.unknownNode(node, referredToBy: what()) }
        }
        for line in network.lines {
            try require(line.fromNode, "line \(line.code)")
            try require(line.toNode, "line \(line.code)")
        }
        for transformer in network.transformers {
            try require(transformer.highVoltageNode, "transformer \(transformer.code)")
            try require(transformer.lowVoltageNode, "transformer \(transformer.code)")
        }
        for element in network.switches {
            try require(element.fromNode, "switch \(element.code)")
            try require(element.toNode, "switch \(element.code)")
        }
        for load in network.loadPoints { try require(load.node, "load point \(load.code)") }
        for generator in network.generators { try require(generator.node, "generator \(generator.code)") }
    }
}

/// Why a network cannot be stored.
public enum NetworkWriteError: Error, Hashable, CustomStringConvertible {
    case unknownNode(String, referredToBy: String)

    public var description: String {
        switch self {
        case .unknownNode(let node, let element): "The \(element) refers to the node \(node), which is not in the network."
        }
    }
}
