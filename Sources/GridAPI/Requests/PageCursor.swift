import Identity

/// Where a page of a list ends and the next begins, as text that only the server reads.
///
/// It carries a check of itself, the list and its filters, so that a cursor that was changed by
/// hand or belongs to another list is refused instead of giving a wrong page. It is no secret and
/// proves nothing: what it points at is still read within the tenant's scope.
package struct PageCursor: Hashable, Sendable {
    /// The sort keys of the last item of the page before.
    package let position: [Int64]

    package init(position: [Int64]) {
        self.position = position
    }

    /// - Parameter list: the list's name and its filters.
    package func text(for list: String) -> String {
        let plain = position.map(String.init).joined(separator: ".")
        return Base64URL.encode(Array("\(plain)~\(Self.check(plain, list))".utf8))
    }

    /// Nil for text that was not made by `text(for:)` for the same list and filters.
    package init?(_ text: String, for list: String, keys: Int) {
        guard text.utf8.count <= 400, let bytes = Base64URL.decode(text),
            let decoded = String(validating: bytes, as: UTF8.self)
        else { return nil }
        let parts = decoded.split(separator: "~", omittingEmptySubsequences: false)
        guard parts.count == 2, String(parts[1]) == Self.check(String(parts[0]), list) else { return nil }
        let numbers = parts[0].split(separator: ".", omittingEmptySubsequences: false).map { Int64($0) }
        let position = numbers.compactMap(\.self)
        guard position.count == keys, numbers.count == keys else { return nil }
        self.position = position
    }

    private static func check(_ plain: String, _ list: String) -> String {
        String(FNV1a.hash("\(list)\u{0}\(plain)".utf8), radix: 36)
    }
}
