import GridModel
import Operations
import Synchronization

/// City time that stands until the test moves it.
final class TestClock: Sendable {
    private let moment: Mutex<Timestamp>

    init(_ start: Timestamp) {
        moment = Mutex(start)
    }

    var now: Timestamp {
        get { moment.withLock { $0 } }
        set { moment.withLock { $0 = newValue } }
    }

    var city: CityClock { CityClock { self.now } }
}
