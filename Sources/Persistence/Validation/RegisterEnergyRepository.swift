public import GridModel

/// Which series holds the energies of which register.
public struct RegisterEnergyRepository {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    public func energy(of register: SeriesID) throws -> SeriesID? {
        try session.connection.firstRow(
            "SELECT energy_id FROM register_energies WHERE tenant_id = $1 AND register_id = $2",
            [session.tenant, register.sql]
        ) { $0.id(0) }
    }

    /// Whether the series is computed from a register's stands.
    public func isEnergy(_ series: SeriesID) throws -> Bool {
        try session.connection.firstRow(
            "SELECT 1 FROM register_energies WHERE tenant_id = $1 AND energy_id = $2", [session.tenant, series.sql]
        ) { _ in true } ?? false
    }

    public func link(_ register: SeriesID, to energy: SeriesID) throws {
        try session.connection.run(
            "INSERT INTO register_energies (tenant_id, register_id, energy_id) VALUES ($1, $2, $3)",
            [session.tenant, register.sql, energy.sql])
    }
}
