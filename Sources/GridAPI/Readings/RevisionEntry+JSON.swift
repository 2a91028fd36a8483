import GridModel
package import Operations

extension RevisionEntry: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("start", start)
            $0.field("number", number)
            $0.field("revisedAt", revisedAt)
            $0.field("source", source)
            $0.field("oldValue", oldValue)
            $0.field("oldQuality", oldQuality)
            $0.field("newValue", newValue)
            $0.field("newQuality", newQuality)
        }
    }
}
