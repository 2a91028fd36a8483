/// A folder of tables in SimBench's own CSV format (Meinecke et al., "SimBench — A Benchmark
/// Dataset of Electric Power Systems", Energies 13(12), 2020; semicolons, columns by name).
///
/// Units in the files: powers in MW and Mvar, apparent power in MVA, voltages in kV, lengths in
/// km, line constants in Ω/km and µS/km, currents in A, losses in kW. A table may be gzipped
/// (`Node.csv.gz`).
public struct SimBenchFolder: Sendable {
    public let path: String

    public init(path: String) {
        self.path = path
    }

    /// Reads the network whole or not at all.
    ///
    /// SimBench puts a switch at a line's end between a busbar and an auxiliary node at which the
    /// line ends. These nodes stay in the network, as nodes: a switch joins or parts two of them.
    ///
    /// - Throws: `ImportError.faulty` with everything wrong in any table, by file, line and column.
    public func network() throws(ImportError) -> SimBenchNetwork {
        var reader = SimBenchNetworkReader(folder: self)
        return try reader.read()
    }

    /// Nil when the folder has no such table.
    func table(
        _ name: String, columns: [String], faults: inout ImportFaults
    ) throws(ImportError) -> SimBenchTable? {
        guard let file = fileName(of: name) else { return nil }
        let source = try FileByteSource(path: "\(path)/\(file)")
        return try SimBenchTable(file: file, source: source, columns: columns, faults: &faults)
    }

    func fileName(of table: String) -> String? {
        ["\(table).csv", "\(table).csv.gz"].first { FileByteSource.isReadable("\(path)/\($0)") }
    }
}
