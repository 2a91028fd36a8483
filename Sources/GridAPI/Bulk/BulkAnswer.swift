import HTTPTypes

/// What became of one item of a request that holds many.
enum BulkItem {
    case done(HTTPResponse.Status, id: Int64)
    case refused(Problem)
}

/// The answer to a request that holds many items: how each fared, in the order they came. The answer is 200 however many
/// were refused; all or nothing is not promised.
struct BulkAnswer: JSONRepresentable {
    let items: [BulkItem]

    func write(to json: inout JSONWriter) {
        let done = items.count { if case .done = $0 { true } else { false } }
        json.object {
            $0.field("succeeded", done)
            $0.field("failed", items.count - done)
            $0.array("items", items.enumerated()) { item, json in
                json.object { json in
                    json.field("index", item.offset)
                    switch item.element {
                    case .done(let status, let id):
                        json.field("status", status.code)
                        json.field("id", id)
                    case .refused(let problem):
                        json.field("status", problem.kind.status.code)
                        json.object("problem") { problem.writeMembers(to: &$0) }
                    }
                }
            }
        }
    }
}
