package import HTTPTypes
package import Identity

/// What the server answers to: the one list that routing, 405 answers and the OpenAPI test use.
package struct RouteCatalog: Sendable {
    package struct Entry: Hashable, Sendable {
        package let method: HTTPRequest.Method
        /// With its parameters in braces, `/api/v1/zones/{id}`.
        package let path: String
        /// The names of the query parameters it takes.
        package let query: Set<String>
        /// What it asks of the caller.
        package let requirement: Requirement
        /// Whether a request that comes again with its key is answered as the first was.
        package var isOnce = false

        /// What its requests are counted as.
        package var rateClass: RateClass { RateClass(method: method, path: path, requirement: requirement) }
    }

    package private(set) var entries: [Entry] = []

    package mutating func add(_ entry: Entry) {
        entries.append(entry)
    }

    /// The methods that a path takes, sorted; empty when there is no such path. GET brings HEAD.
    package func methods(at path: String) -> [String] {
        let segments = path.split(separator: "/")
        let matching = entries.filter { Self.matches($0.path, segments) }
        // As the router does: a path that is spelt out is another than one of a parameter (`/api-keys/revoke`).
        let fewest = matching.map { Self.parameters($0.path) }.min()
        var methods: Set<String> = []
        for entry in matching where Self.parameters(entry.path) == fewest {
            methods.insert(entry.method.rawValue)
            if entry.method == .get { methods.insert("HEAD") }
        }
        return methods.sorted()
    }

    private static func parameters(_ template: String) -> Int { template.count { $0 == "{" } }

    private static func matches(_ template: String, _ segments: [Substring]) -> Bool {
        let parts = template.split(separator: "/")
        return parts.count == segments.count
            && zip(parts, segments).allSatisfy { part, segment in part.hasPrefix("{") || part == segment }
    }
}
