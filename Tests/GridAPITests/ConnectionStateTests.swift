import Testing

@testable import GridAPI

@Suite struct ConnectionStateTests {
    private var state = ConnectionState(drainBytes: 100)

    @Test mutating func keepsAConnectionWhoseRequestsWereReadWhole() {
        for length in [0, 50, 100_000] {
            state.readHead(contentLength: length)
            state.readBody(bytes: length)
            state.readEnd()
            let isLast = state.beginAnswer()
            #expect(isLast == false)
            let next = state.endAnswer()
            #expect(next == .goOn)
        }
    }

    @Test mutating func readsOnALittleOfABodyThatNothingWants() {
        state.readHead(contentLength: 1000)
        state.readBody(bytes: 900)
        let isLast = state.beginAnswer()
        #expect(isLast == false)
        let next = state.endAnswer()
        #expect(next == .goOn)
    }

    @Test(arguments: [101, 1 << 40, nil])
    mutating func closesAfterAnAnswerWhenMuchOfTheBodyIsStillToCome(contentLength: Int?) {
        state.readHead(contentLength: contentLength)
        let isLast = state.beginAnswer()
        #expect(isLast)
        let next = state.endAnswer()
        #expect(next == .close)
        #expect(state.isClosing)
    }

    @Test mutating func answersEarlierRequestsBeforeItClosesForALaterOne() {
        state.readHead(contentLength: 0)
        state.readEnd()
        state.readHead(contentLength: 1 << 30)
        let isLast = state.beginAnswer()
        #expect(isLast == false)
        let next = state.endAnswer()
        #expect(next == .goOn)
        let secondIsLast = state.beginAnswer()
        #expect(secondIsLast)
        let secondNext = state.endAnswer()
        #expect(secondNext == .close)
    }

    @Test mutating func answersWhatIsNotHTTPAtOnceWhenNothingIsOwed() {
        let reaction = state.readMalformed()
        #expect(reaction == .answer)
        #expect(state.isClosing)
        let secondReaction = state.readMalformed()
        #expect(secondReaction == .ignore)
    }

    @Test mutating func answersWhatIsNotHTTPAfterTheRequestsBeforeIt() {
        for _ in 0..<2 {
            state.readHead(contentLength: 0)
            state.readEnd()
        }
        let reaction = state.readMalformed()
        #expect(reaction == .answerLater)
        let next = state.endAnswer()
        #expect(next == .goOn)
        let secondNext = state.endAnswer()
        #expect(secondNext == .answerMalformed)
        #expect(state.isClosing)
    }

    @Test mutating func tellsTheHandlerWhoseBodyBreaksOff() {
        state.readHead(contentLength: nil)
        let reaction = state.readMalformed()
        #expect(reaction == .tellHandler)
        #expect(!state.isClosing)
    }
}
