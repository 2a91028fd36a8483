import Operations

/// What became of readings that were taken item by item.
struct PartialReceipt: JSONRepresentable {
    let accepted: Int
    let refused: Int
    /// Of the first refused ones, in the order they came.
    let faults: [ReadingFault]

    func write(to json: inout JSONWriter) {
        json.object {
            $0.field("received", accepted + refused)
            $0.field("accepted", accepted)
            $0.field("refused", refused)
            $0.array("faults", faults) { fault, json in
                json.object {
                    $0.field("index", fault.index)
                    $0.field("field", fault.field)
                    $0.field("message", fault.message)
                    $0.field("expected", fault.expected)
                }
            }
        }
    }
}
