/// A GET request to a provider.
public struct HTTPQuery: Hashable, Sendable {
    public let path: String
    /// Not yet percent-encoded.
    public let parameters: [Parameter]
    public let headers: [Parameter]
    /// What the provider counts it as.
    public let calls: Int

    public struct Parameter: Hashable, Sendable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    public init(path: String, parameters: [Parameter], headers: [Parameter] = [], calls: Int = 1) {
        self.path = path
        self.parameters = parameters
        self.headers = headers
        self.calls = calls
    }

    /// The path with its query.
    public var target: String {
        parameters.isEmpty
            ? path
            : path + "?"
                + parameters.map {
                    // The comma stays, which both providers separate lists by.
                    PercentEncoding.text($0.name, keeping: ",") + "=" + PercentEncoding.text($0.value, keeping: ",")
                }.joined(separator: "&")
    }
}

/// A provider's answer with status 200: JSON, as far as its header says.
public struct HTTPAnswer: Hashable, Sendable {
    public let body: [UInt8]
    /// What is left of the provider's own limit, where it tells.
    public let remaining: RateLimit?

    public struct RateLimit: Hashable, Sendable {
        public let requests: Int
        /// Until the limit is whole again.
        public let resetSeconds: Int64

        public init(requests: Int, resetSeconds: Int64) {
            self.requests = requests
            self.resetSeconds = resetSeconds
        }
    }

    public init(body: [UInt8], remaining: RateLimit? = nil) {
        self.body = body
        self.remaining = remaining
    }
}
