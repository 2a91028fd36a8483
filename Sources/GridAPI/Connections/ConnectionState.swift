/// What one HTTP/1 connection is in the middle of, and what that means for what happens next.
///
/// Requests may be pipelined: several can wait for their answers while only the last is still
/// being read.
struct ConnectionState {
    /// What is to be done when bytes arrive that are not HTTP.
    enum Malformed: Hashable {
        /// Nothing is owed: say so now and close.
        case answer
        /// Earlier requests are being answered: say so after them.
        case answerLater
        /// A request's body breaks off: its handler is told, and answers.
        case tellHandler
        case ignore
    }

    enum Finished: Hashable {
        case goOn
        /// Say what was wrong with the bytes after the answered requests, and close.
        case answerMalformed
        /// Close without reading the rest of the body.
        case close
    }

    /// How much of a body that nothing wanted is read on, to keep the connection.
    private let drainBytes: Int
    private var unanswered = 0
    private var isReadingBody = false
    /// What the request being read has announced and not sent yet; nil when it did not say.
    private var announcedRest: Int? = 0
    private var closesAfterAnswer = false
    private var isMalformed = false
    private(set) var isClosing = false

    init(drainBytes: Int) {
        self.drainBytes = drainBytes
    }

    /// - Parameter contentLength: as announced; nil for a chunked body.
    mutating func readHead(contentLength: Int?) {
        unanswered += 1
        isReadingBody = true
        announcedRest = contentLength
    }

    mutating func readBody(bytes: Int) {
        announcedRest = announcedRest.map { max(0, $0 - bytes) }
    }

    mutating func readEnd() {
        isReadingBody = false
        announcedRest = 0
    }

    /// - Returns: whether the answer that begins now is the connection's last, because too much of
    ///   its request's body is still to come.
    mutating func beginAnswer() -> Bool {
        guard unanswered == 1, isReadingBody, announcedRest.map({ $0 > drainBytes }) ?? true else { return false }
        closesAfterAnswer = true
        return true
    }

    mutating func endAnswer() -> Finished {
        unanswered = max(0, unanswered - 1)
        if closesAfterAnswer {
            isClosing = true
            return .close
        }
        guard unanswered == 0, isMalformed else { return .goOn }
        isClosing = true
        return .answerMalformed
    }

    mutating func readMalformed() -> Malformed {
        guard !isClosing, !isMalformed else { return .ignore }
        if isReadingBody { return .tellHandler }
        isMalformed = true
        guard unanswered == 0 else { return .answerLater }
        isClosing = true
        return .answer
    }

    /// The connection will say one last thing and hear nothing more.
    mutating func close() {
        isClosing = true
    }
}
