import GridModel

/// What a network import stored, or would have.
package struct NetworkImportOutcome: Hashable, Sendable {
    package let nodes: Int
    package let lines: Int
    package let transformers: Int
    package let switches: Int
    package let feeders: Int
    package let loadPoints: Int
    package let generators: Int
    package let zones: Int
    /// Measured ones.
    package internal(set) var series = 0
    package internal(set) var readings = 0
    /// What the folder holds and the network does not show.
    package let notices: [String]

    init(network: GridNetwork, zones: Int, notices: [String]) {
        nodes = network.nodes.count
        lines = network.lines.count
        transformers = network.transformers.count
        switches = network.switches.count
        feeders = network.feeders.count
        loadPoints = network.loadPoints.count
        generators = network.generators.count
        self.zones = zones
        self.notices = notices
    }

    /// For a terminal.
    package var text: String {
        var lines = [
            "\(nodes) nodes, \(self.lines) lines, \(transformers) transformers, \(switches) switches, "
                + "\(feeders) feeders, \(loadPoints) load points, \(generators) generators, \(zones) zones.",
            "\(series) series with \(readings) readings.",
        ]
        lines += notices.map { "  \($0)" }
        if zones == 0 {
            lines.append("  Without zones (--zones FILE) there is no zone load, forecast or map area.")
        }
        return lines.joined(separator: "\n")
    }
}
