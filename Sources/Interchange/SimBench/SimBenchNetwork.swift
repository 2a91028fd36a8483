public import GridModel

/// A network read from a SimBench folder.
public struct SimBenchNetwork: Hashable, Sendable {
    public let network: GridNetwork
    /// What the folder holds and the network does not show, in sentences for the user.
    public let notices: [String]

    init(network: GridNetwork, notices: [String]) {
        self.network = network
        self.notices = notices
    }
}
