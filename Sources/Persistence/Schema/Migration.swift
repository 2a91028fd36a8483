/// One step of the schema. Steps are never edited once released; a change is a new step.
struct Migration: Sendable {
    /// Counts from 1 without holes.
    let version: Int
    let name: String
    let statements: @Sendable (Dialect) -> [SQL]
}
