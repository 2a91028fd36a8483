import GridModel
package import Operations

extension JobRecord: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("id", id)
            $0.field("kind", kind)
            $0.field("state", state.rawValue)
            $0.field("progress", progress)
            $0.field("message", message)
            $0.field("createdAt", createdAt)
            $0.field("startedAt", startedAt)
            $0.field("finishedAt", finishedAt)
            $0.field("attempt", attempt)
            $0.field("maxAttempts", maxAttempts)
            $0.field("error", error)
        }
    }
}
