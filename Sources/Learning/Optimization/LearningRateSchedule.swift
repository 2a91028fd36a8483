#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How the learning rate goes over a training's steps.
public enum LearningRateSchedule: Sendable, Hashable, Codable {
    case constant(Double)
    /// Rises linearly to `peak` over the first `warmUp` fraction of the steps, then falls along half a cosine to
    /// `floor` (Loshchilov & Hutter 2017).
    case cosine(peak: Double, warmUp: Double = 0.05, floor: Double = 0)

    /// - Parameters:
    ///   - step: from 0
    ///   - total: how many steps the training has at most
    public func rate(step: Int, of total: Int) -> Double {
        switch self {
        case .constant(let rate):
            return rate
        case .cosine(let peak, let warmUp, let floor):
            let rising = warmUp * Double(total)
            if Double(step) < rising { return peak * Double(step + 1) / max(rising, 1) }
            let progress = min(1, (Double(step) - rising) / max(1, Double(total) - rising))
            return floor + (peak - floor) * (1 + cos(Double.pi * progress)) / 2
        }
    }
}
