import Crypto
import Foundation
public import Identity
package import Observability
import Synchronization

/// Counts requests together with other processes, in Redis; by itself while Redis is not there.
///
/// The bucket is `TokenBucket`'s, in one script, which Redis runs as a whole: processes cannot take the same token. The
/// clock is Redis' own.
public final class RedisRateCounter: RateCounter {
    private let client: RedisClient
    private let fallback: ProcessRateCounter
    private let alone = Mutex(0)

    public init(_ client: RedisClient, fallback: ProcessRateCounter = ProcessRateCounter()) {
        self.client = client
        self.fallback = fallback
    }

    /// How many requests were counted in this process alone.
    public var countedAlone: Int { alone.withLock { $0 } }

    public func take(_ subject: RateSubject, _ limit: RateLimit) async -> RateDecision {
        do {
            return try await takeTogether(subject, limit)
        } catch {
            alone.withLock { $0 += 1 }
            return fallback.take(subject, limit)
        }
    }

    package func families() -> [MetricFamily] {
        [
            MetricFamily(
                name: "urbangrid_redis_connected", kind: .gauge,
                help: "1 while limits are counted together with other processes, in Redis.",
                samples: [.init(value: .number(client.isConnected ? 1 : 0))]),
            MetricFamily(
                name: "urbangrid_rate_counted_alone", kind: .counter,
                help: "Requests counted in this process alone, because Redis was not there.",
                samples: [.init(value: .number(Double(countedAlone)))]),
        ]
    }

    private func takeTogether(_ subject: RateSubject, _ limit: RateLimit) async throws -> RateDecision {
        let arguments = [
            "1", "urbangrid:rate:\(subject)", "\(Double(limit.perMinute) / 60)", "\(limit.burst)",
        ]
        let answer: RESPValue
        do {
            answer = try await client.send(["EVALSHA", Self.hash] + arguments)
        } catch RedisError.refused(let words) where words.hasPrefix("NOSCRIPT") {
            // Redis keeps it from now on.
            answer = try await client.send(["EVAL", Self.script] + arguments)
        }
        guard case .array(let parts) = answer, parts.count == 2, case .integer(let isAllowed) = parts[0],
            case .text(let text) = parts[1], let tokens = Double(text), tokens.isFinite
        else { throw RedisError.notUnderstood("the answer of the script") }
        return RateDecision(limit, tokens: tokens, missing: isAllowed == 1 ? nil : max(0, 1 - tokens))
    }

    private static let hash = Insecure.SHA1.hash(data: Data(script.utf8))
        .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()

    /// KEYS: the bucket. ARGV: tokens a second, the burst. A bucket that is full again is forgotten.
    private static let script = """
        local rate, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
        local time = redis.call('TIME')
        local now = tonumber(time[1]) + tonumber(time[2]) / 1000000
        local state = redis.call('HMGET', KEYS[1], 'tokens', 'at')
        local tokens, at = tonumber(state[1]), tonumber(state[2])
        if not tokens or not at then tokens, at = burst, now end
        tokens = math.min(burst, tokens + math.max(0, now - at) * rate)
        local allowed = 0
        if tokens + 1e-9 >= 1 then tokens, allowed = math.max(0, tokens - 1), 1 end
        redis.call('HSET', KEYS[1], 'tokens', string.format('%.9f', tokens), 'at', string.format('%.6f', math.max(now, at)))
        redis.call('PEXPIRE', KEYS[1], math.ceil((burst - tokens) / rate * 1000) + 1000)
        return {allowed, string.format('%.9f', tokens)}
        """
}
