package import GridModel

/// What a city takes for now: the wall clock, or a replay of recorded time at its own speed.
package struct CityClock: Sendable {
    package let isReplay: Bool
    /// Seconds of city time per second.
    package let speed: Double
    private let moment: @Sendable () -> Timestamp

    /// - Parameter moment: for tests, a clock that stands or jumps as the test says.
    package init(isReplay: Bool = false, speed: Double = 1, moment: @escaping @Sendable () -> Timestamp) {
        self.isReplay = isReplay
        self.speed = speed
        self.moment = moment
    }

    /// City time that stood at `start` when the wall clock showed `wallStart` and runs `speed` times as fast.
    package static func replay(
        from start: Timestamp, speed: Double, wallStart: Double, wallSeconds: @escaping @Sendable () -> Double
    ) -> CityClock {
        CityClock(isReplay: true, speed: speed) {
            start + Int64(((wallSeconds() - wallStart) * speed).rounded(.down))
        }
    }

    package var now: Timestamp { moment() }
}
