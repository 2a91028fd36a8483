import GridModel
import Hummingbird

/// The part of a list that a request asks for.
struct Page {
    /// How many items the answer holds at most. Ask for one more, to see whether more follow.
    let limit: Int
    /// The sort keys of the last item of the page before.
    let after: [Int64]?
    private let list: String

    fileprivate init(limit: Int, after: [Int64]?, list: String) {
        self.limit = limit
        self.after = after
        self.list = list
    }

    /// `{"<name>": […], "nextCursor": …}`
    /// - Parameter more: further members.
    func response<Item: JSONRepresentable>(
        _ name: StaticString, _ found: [Item], position: (Item) -> [Int64], more: (inout JSONWriter) -> Void = { _ in }
    ) -> Response {
        let items = Array(found.prefix(limit))
        let next = found.count > limit ? items.last.map { cursor(at: position($0)) } : nil
        return .json(capacity: items.count * 400 + 64) { json in
            json.object {
                $0.field(name, items)
                $0.field("nextCursor", next)
                more(&$0)
            }
        }
    }

    /// What the next page is asked for with.
    func cursor(at position: [Int64]) -> String { PageCursor(position: position).text(for: list) }
}

extension QueryParameters {
    /// - Parameters:
    ///   - list: the list and its filters: a cursor of another is refused.
    ///   - keys: how many sort keys an item has.
    mutating func page(of list: String, keys: Int) -> Page {
        let limit = integer("limit", in: 1...1000) ?? 100
        var after: [Int64]?
        if let text = text("cursor") {
            after = PageCursor(text, for: list, keys: keys)?.position
            if after == nil {
                refuse("cursor", "Not a cursor of this list.", expected: "nextCursor of the page before, unchanged")
            }
        }
        return Page(limit: limit, after: after, list: list)
    }

    /// `from` and `to`, of which `from` must be before `to`.
    mutating func window() -> (from: Timestamp?, to: Timestamp?) {
        let (from, to) = (time("from"), time("to"))
        if let from, let to, from >= to { refuse("from", "Not before `to`.", expected: "a time before `to`") }
        return (from, to)
    }
}
