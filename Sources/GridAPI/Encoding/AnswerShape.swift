import Synchronization

/// How the answer of the request at hand is to be written: `RouteTable` says it, `Response.json` does it.
///
/// It goes beside the handlers, not through them: whether an answer is thinned or tagged is no matter of theirs.
final class AnswerShape: Sendable {
    @TaskLocal static var current: AnswerShape?

    let selection: FieldSelection?
    private let found = Mutex<[FieldError]>([])

    init(_ selection: FieldSelection?) {
        self.selection = selection
    }

    /// Members that were asked for and are not there.
    var faults: [FieldError] { found.withLock { $0 } }

    func note(_ faults: [FieldError]) { found.withLock { $0 += faults } }
}
