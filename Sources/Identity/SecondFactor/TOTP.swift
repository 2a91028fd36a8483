import Crypto
import Foundation
public import GridModel

/// One-time passwords by time (RFC 6238), as authenticator apps make them: HMAC-SHA-1, six digits, thirty seconds.
public struct TOTP: Sendable {
    public static let stepSeconds: Int64 = 30
    public static let digits = 6
    /// 160 bits (RFC 4226 §4, R6).
    public static let secretByteCount = 20
    /// Steps before and after the present one whose codes may be taken as well, where clocks differ (RFC 6238 §5.2).
    public static let tolerances = 0...1

    public let secret: [UInt8]

    public init(secret: [UInt8]) {
        self.secret = secret
    }

    /// A new secret.
    public static func makeSecret() -> [UInt8] {
        SymmetricKey(size: SymmetricKeySize(bitCount: secretByteCount * 8)).withUnsafeBytes { Array($0) }
    }

    /// Which step a code is of.
    /// - Parameters:
    ///   - tolerance: within `tolerances`. 0: a code is good for as long as it is shown (OWASP ASVS 5.0, 6.5.5).
    ///   - last: the step of the last code that was taken: it and those before are taken no more, so that a code that
    ///     somebody saw is worth nothing.
    /// - Returns: the step, to be remembered; nil for a wrong, old or used code.
    public func step(matching code: String, at now: Timestamp, tolerance: Int, after last: Int64?) -> Int64? {
        let given = Array(code.utf8)
        guard given.count == Self.digits else { return nil }
        let (tolerance, present) = (Int64(tolerance), now.secondsSinceEpoch / Self.stepSeconds)
        var match: Int64?
        for step in (present - tolerance)...(present + tolerance) where step > last ?? -1 {
            let expected = Array(self.code(step: step, digits: Self.digits).utf8)
            var difference: UInt8 = 0
            for (own, other) in zip(expected, given) { difference |= own ^ other }
            if difference == 0 { match = step }
        }
        return match
    }

    /// The code of a counter (RFC 4226 §5.3).
    func code(step: Int64, digits: Int) -> String {
        let counter = withUnsafeBytes(of: step.bigEndian) { Array($0) }
        let mac = Array(
            HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret)))
        let offset = Int(mac[mac.count - 1] & 0x0F)
        let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
        let modulus = (0..<digits).reduce(UInt32(1)) { power, _ in power * 10 }
        let text = String(number % modulus)
        return String(repeating: "0", count: digits - text.count) + text
    }

    /// What a QR code holds for an authenticator app (Key URI Format).
    public func uri(account: String, issuer: String) -> String {
        func encoded(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: .alphanumerics.union(CharacterSet(charactersIn: "-._~")))
                ?? ""
        }
        return "otpauth://totp/\(encoded(issuer)):\(encoded(account))?secret=\(Base32.encode(secret))"
            + "&issuer=\(encoded(issuer))&algorithm=SHA1&digits=\(Self.digits)&period=\(Self.stepSeconds)"
    }
}
