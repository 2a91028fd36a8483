import Synchronization

/// How many exports may be written at a time.
final class ExportSlots: Sendable {
    private let free: Mutex<Int>

    init(_ count: Int) {
        free = Mutex(count)
    }

    /// A place, as long as it is held; nil when all are taken.
    func take() -> ExportSlot? {
        let isTaken = free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
        return isTaken ? ExportSlot { self.free.withLock { $0 += 1 } } : nil
    }
}

/// A place that is given back when nobody holds it any more.
final class ExportSlot: Sendable {
    private let release: @Sendable () -> Void

    init(release: @escaping @Sendable () -> Void) {
        self.release = release
    }

    deinit {
        release()
    }
}
