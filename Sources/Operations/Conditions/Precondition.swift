/// What must hold of a thing's present state for it to be changed; throws when it does not. A use case asks it in the
/// transaction of the change, after it has read the state and before it writes.
package typealias Precondition<State> = @Sendable (State) throws -> Void
