import Hummingbird
import NIOCore

/// The body of a request that was admitted before it had come: where it took its time, whoever sends it must still be
/// admitted at its end. Otherwise a request that is begun before somebody is removed, and held back, could be ended
/// after, and do what they may no more.
struct AdmittedBody: AsyncSequence, Sendable {
    /// What comes sooner is as good as what comes at once. Looking again counts as another request of an API key.
    private static let patience: Duration = .milliseconds(250)

    let body: RequestBody
    let isStillAdmitted: @Sendable () async -> Bool
    private let admittedAt = ContinuousClock.now

    init(_ body: RequestBody, isStillAdmitted: @escaping @Sendable () async -> Bool) {
        self.body = body
        self.isStillAdmitted = isStillAdmitted
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let admitted: AdmittedBody
        fileprivate var chunks: RequestBody.AsyncIterator

        /// - Throws: `Problem` (403) at the end of the body for somebody who is not admitted any more.
        mutating func next() async throws -> ByteBuffer? {
            if let chunk = try await chunks.next() { return chunk }
            guard ContinuousClock.now - admitted.admittedAt > AdmittedBody.patience else { return nil }
            guard await admitted.isStillAdmitted() else {
                throw Problem(.forbidden, "While the body came, your permission for this has ended.")
            }
            return nil
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(admitted: self, chunks: body.makeAsyncIterator())
    }
}
