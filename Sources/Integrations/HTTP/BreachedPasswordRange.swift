/// Asks a service which passwords leaked whose SHA-1 begins alike (*Have I Been Pwned*'s range search, k-anonymity): the
/// first five hexadecimal digits leave the machine, and some hundred suffixes come back, padded so that their number tells
/// nothing either.
///
/// Whoever runs the installation names the service, and may run it in their own network; so its address is not held
/// against the rules for what tenants name. Redirects are not followed.
public struct BreachedPasswordRange: Sendable {
    private static let prefixDigits = 5
    private static let headers = [("Accept", "text/plain"), ("Add-Padding", "true")]

    private let address: String
    private let seconds: Int64
    private let requests: ProviderRequests

    /// - Parameters:
    ///   - address: what the five digits are put behind, with its slash.
    ///   - seconds: for the whole conversation: somebody waits who has chosen a password.
    public init(address: String, seconds: Int64 = 5) {
        self.address = address
        self.seconds = seconds
        requests = ProviderRequests(seconds: seconds)
    }

    /// - Parameter hex: the SHA-1 in 40 upper-case hexadecimal digits.
    /// - Throws: `ConnectorError`, `CancellationError`
    public func contains(_ hex: String) async throws -> Bool {
        let (address, seconds, requests) = (address, seconds, requests)
        let prefix = String(hex.prefix(Self.prefixDigits))
        // What is asked for says something of a password: no error tells it.
        let answer = try await withThrowingTaskGroup(of: (status: Int, body: [UInt8])?.self) { group in
            group.addTask { try await requests.answer(to: address + prefix, headers: Self.headers) }
            group.addTask {
                // The client's own deadline ends with the answer's head.
                try await Task.sleep(for: .seconds(seconds))
                return nil
            }
            defer { group.cancelAll() }
            guard let answer = try await group.next() ?? nil else {
                throw ConnectorError.unreachable("the answer took longer than \(seconds) s")
            }
            return answer
        }
        guard answer.status == 200 else { throw ConnectorError.unexpected("it answers with \(answer.status)") }
        return try Self.isAmong(hex.dropFirst(Self.prefixDigits), answer.body)
    }

    /// - Parameter body: lines `SUFFIX:COUNT`; a count of 0 is padding.
    private static func isAmong(_ suffix: Substring, _ body: [UInt8]) throws(ConnectorError) -> Bool {
        var isFound = false
        for line in String(decoding: body, as: UTF8.self).split(whereSeparator: \.isNewline) {
            let parts = line.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].utf8.count == suffix.utf8.count,
                let count = Int(parts[1].trimmingPrefix(" "))
            else { throw .unexpected("a line of its answer is not SUFFIX:COUNT") }
            if count > 0, parts[0].uppercased() == suffix { isFound = true }
        }
        return isFound
    }
}
