import GridAPI
import Operations
import Persistence
import Synchronization

/// What `KeepAnswers` does, in memory and without an end.
final class RememberedAnswers: Sendable {
    private struct Known {
        let hash: [UInt8]
        var answer: KeptAnswer?
    }

    private let known = Mutex<[IdempotencyKeyRepository.Place: Known]>([:])

    var count: Int { known.withLock { $0.count } }

    var service: IdempotencyService {
        IdempotencyService(
            begin: { request in
                self.known.withLock { known in
                    guard let entry = known[request.place] else {
                        known[request.place] = Known(hash: request.hash)
                        return .begun(.init(place: request.place, begunAt: TestCity.now))
                    }
                    guard entry.hash == request.hash else { return .isTaken }
                    return entry.answer.map { .answered($0) } ?? .isUnderWay(seconds: 65)
                }
            },
            keep: { answer, claim in self.known.withLock { $0[claim.place]?.answer = answer } },
            release: { claim in self.known.withLock { $0[claim.place] = nil } })
    }
}
