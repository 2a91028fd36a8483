import Operations
import ServiceLifecycle

/// Takes away uploads that expired and what a killed process left half sent: at start, and every ten minutes.
struct UploadSweepService: Service {
    private static let pause: Duration = .seconds(600)

    let spool: UploadSpool

    func run() async throws {
        spool.sweep(expiredAt: .wallClock)
        for await _ in AsyncTicks(every: Self.pause).cancelOnGracefulShutdown() { spool.sweep(expiredAt: .wallClock) }
    }
}
