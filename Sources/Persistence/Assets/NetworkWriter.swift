public import GridModel

/// Stores a whole network in one transaction and numbers its parts.
///
/// Referential mistakes (a line to a node that is not there) are refused by name before the
/// first row is written.
public struct NetworkWriter {
    private let session: TenantSession

    public init(_ session: TenantSession) {
        self.session = session
    }

    /// - Parameter zoneOfNode: the zone each node's code lies in; nodes that are missing lie in none.
    /// - Returns: the number of every asset by kind and code.
    /// - Throws: `NetworkWriteError`, `DatabaseError`
    @discardableResult
    public func write(_ network: GridNetwork, zoneOfNode: [String: ZoneID]) throws -> [AssetKind: [String: AssetID]] {
        try NetworkReferences.check(network)
        var numbering = AssetNumbering(session: session, zoneOfNode: zoneOfNode)
        for substation in network.substations {
            try numbering.add(.substation, substation.code, node: nil, at: substation.location)
        }
        for feeder in network.feeders {
            try numbering.addFeeder(feeder)
        }
        for node in network.nodes {
            let id = try numbering.add(.node, node.code, node: node.code, at: node.location)
            try session.connection.run(
                """
                INSERT INTO nodes (tenant_id, asset_id, nominal_kv, substation_id, is_external_grid)
                VALUES ($1, $2, $3, $4, $5)
                """,
                [
                    session.tenant, id.sql, node.nominalKV.sql,
                    node.substationCode.flatMap { numbering.id(.substation, $0) }.sql, node.isExternalGrid.sql,
                ]
            )
        }
        try writeBranches(network, &numbering)
        try writeInjections(network, &numbering)
        return numbering.ids
    }

    private func writeBranches(_ network: GridNetwork, _ numbering: inout AssetNumbering) throws {
        for line in network.lines {
            let id = try numbering.add(.line, line.code, node: line.fromNode, at: nil)
            let type = line.type
            try session.connection.run(
                """
                INSERT INTO lines (tenant_id, asset_id, from_node_id, to_node_id, length_km, type_code, construction,
                    resistance_ohm_per_km, reactance_ohm_per_km, susceptance_us_per_km, rated_a)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
                """,
                [
                    session.tenant, id.sql, numbering.node(line.fromNode).sql, numbering.node(line.toNode).sql,
                    line.lengthKm.sql, type.code.sql, type.construction.sql, type.resistanceOhmPerKm.sql,
                    type.reactanceOhmPerKm.sql, type.susceptanceMicroSiemensPerKm.sql, type.ratedA.sql,
                ]
            )
        }
        for transformer in network.transformers {
            let id = try numbering.add(.transformer, transformer.code, node: transformer.lowVoltageNode, at: nil)
            let type = transformer.type
            try session.connection.run(
                """
                INSERT INTO transformers (tenant_id, asset_id, high_node_id, low_node_id, type_code, rated_mva, high_kv, low_kv,
                    short_circuit_percent, copper_loss_kw, iron_loss_kw, no_load_current_percent, tap_step_percent, tap_position)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
                """,
                [
                    session.tenant, id.sql, numbering.node(transformer.highVoltageNode).sql,
                    numbering.node(transformer.lowVoltageNode).sql, type.code.sql, type.ratedMVA.sql,
                    type.highVoltageKV.sql, type.lowVoltageKV.sql, type.shortCircuitPercent.sql, type.copperLossKW.sql,
                    type.ironLossKW.sql, type.noLoadCurrentPercent.sql, type.tapStepPercent.sql,
                    transformer.tapPosition.sql,
                ]
            )
        }
        for element in network.switches {
            let id = try numbering.add(.networkSwitch, element.code, node: element.fromNode, at: nil)
            try session.connection.run(
                """
                INSERT INTO switches (tenant_id, asset_id, from_node_id, to_node_id, is_closed) VALUES ($1, $2, $3, $4, $5)
                """,
                [
                    session.tenant, id.sql, numbering.node(element.fromNode).sql, numbering.node(element.toNode).sql,
                    element.isClosed.sql,
                ]
            )
        }
    }

    private func writeInjections(_ network: GridNetwork, _ numbering: inout AssetNumbering) throws {
        for load in network.loadPoints {
            let id = try numbering.add(.loadPoint, load.code, node: load.node, at: nil)
            try session.connection.run(
                """
                INSERT INTO load_points (tenant_id, asset_id, node_id, rated_kw, rated_kvar, profile)
                VALUES ($1, $2, $3, $4, $5, $6)
                """,
                [
                    session.tenant, id.sql, numbering.node(load.node).sql, load.ratedKW.sql, load.ratedKVAr.sql,
                    load.profile.sql,
                ]
            )
        }
        for generator in network.generators {
            let id = try numbering.add(.generator, generator.code, node: generator.node, at: nil)
            try session.connection.run(
                """
                INSERT INTO generators (tenant_id, asset_id, node_id, rated_kw, technology, profile)
                VALUES ($1, $2, $3, $4, $5, $6)
                """,
                [
                    session.tenant, id.sql, numbering.node(generator.node).sql, generator.ratedKW.sql,
                    generator.technology.sql, generator.profile.sql,
                ]
            )
        }
    }
}
