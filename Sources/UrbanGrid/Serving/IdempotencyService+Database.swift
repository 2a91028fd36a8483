import GridAPI
import Operations

extension IdempotencyService {
    init(_ answers: KeepAnswers) {
        self.init(
            begin: { try await answers.begin($0) }, keep: { try await answers.keep($0, for: $1) },
            release: { try await answers.release($0) })
    }
}
