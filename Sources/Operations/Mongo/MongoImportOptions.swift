/// How the prototype's documents are to be understood.
package struct MongoImportOptions: Sendable {
    /// Of the meters, and of readings in the air.
    package var meterIntervalSeconds: Int64 = 900
    package var airIntervalSeconds: Int64 = 3600
    /// A reading's time is the end of its interval, not its start.
    package var isTimeOfEnd = false
    /// Times between two intervals' starts are moved back to the earlier one; else they are faults.
    package var isFloored = false
    /// Of zones that say nothing of it.
    package var zoneCapacityKW: Double?
    /// Other names of fields, JSON.
    package var fields: [UInt8]?
    package var isDryRun = false

    package init() {}
}
