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
                + parameters.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
    }

    /// Unreserved characters (RFC 3986 §2.3) and the comma, which both providers separate lists by, stay.
    private static func encoded(_ text: String) -> String {
        let hex = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: ","):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
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
