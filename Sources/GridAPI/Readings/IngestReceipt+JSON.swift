import GridModel
package import Operations

extension IngestReceipt: JSONRepresentable {
    package func write(to json: inout JSONWriter) {
        json.object {
            $0.field("received", received)
            $0.field("inserted", inserted)
            $0.field("unchanged", unchanged)
            $0.field("revised", revised)
            $0.array("revisions", revisions.prefix(100)) { revision, json in
                json.object {
                    $0.field("seriesId", revision.series)
                    $0.field("start", revision.start)
                    $0.field("old", revision.old)
                    $0.field("new", revision.new)
                }
            }
        }
    }
}
