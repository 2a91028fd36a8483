/// How a topic says what its messages are about: `meters/{series}/{field}`.
///
/// `{series}` or `{meter}` names the series, `{field}` is added to it after a dot, `{start}` is the interval's start;
/// any other name in braces stands for a level of no meaning.
package struct TopicTemplate: Hashable, Sendable {
    private enum Level: Hashable, Sendable {
        case literal(Substring)
        case place(Substring)
    }

    private let levels: [Level]

    /// Nil when a level is neither a name in braces nor a plain word, or a name stands twice.
    package init?(_ text: String) {
        var levels: [Level] = []
        for level in text.split(separator: "/", omittingEmptySubsequences: false) {
            if level.hasPrefix("{"), level.hasSuffix("}"), level.count > 2 {
                levels.append(.place(level.dropFirst().dropLast()))
            } else {
                levels.append(.literal(level))
            }
        }
        let hostile = levels.contains {
            switch $0 {
            case .literal(let word), .place(let word): word.contains { "{}+#".contains($0) }
            }
        }
        let names = levels.compactMap { if case .place(let name) = $0 { name } else { nil } }
        guard !text.isEmpty, !hostile, Set(names).count == names.count else { return nil }
        self.levels = levels
    }

    /// What to subscribe to.
    package var filter: String {
        levels.map { level in
            switch level {
            case .literal(let word): String(word)
            case .place: "+"
            }
        }.joined(separator: "/")
    }

    /// What a topic says, by name; nil when it is another topic.
    func places(in topic: String) -> [String: String]? {
        let parts = topic.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == levels.count else { return nil }
        var places: [String: String] = [:]
        for (level, part) in zip(levels, parts) {
            switch level {
            case .literal(let word): guard word == part else { return nil }
            case .place(let name): places[String(name)] = String(part)
            }
        }
        return places
    }
}
