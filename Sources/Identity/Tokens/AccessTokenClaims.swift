import GridModel
import JWTKit

/// An access token on the wire (RFC 9068's claims, as far as we use them).
struct AccessTokenClaims: JWTPayload {
    let iss: String
    let aud: String
    let sub: String
    let sid: String
    let tid: Int64?
    let iat: Int64
    let exp: Int64

    init(_ token: AccessToken, issuer: String) {
        iss = issuer
        aud = issuer
        sub = token.user.description
        sid = token.session.rawValue
        tid = token.tenant?.rawValue
        iat = token.issuedAt.secondsSinceEpoch
        exp = token.expiresAt.secondsSinceEpoch
    }

    /// Time and audience are checked by `TokenAuthority`, which has the clock.
    func verify(using _: some JWTAlgorithm) throws {}

    /// Nil for claims that no token of ours has.
    func token(issuer: String) -> AccessToken? {
        guard iss == issuer, aud == issuer, let number = Int64(sub), number > 0, (1...64).contains(sid.utf8.count),
            tid ?? 1 > 0, exp > iat, exp - iat <= AccessToken.lifetimeSeconds
        else { return nil }
        return AccessToken(
            user: UserID(number), session: SessionID(rawValue: sid), tenant: tid.map { TenantID($0) },
            issuedAt: Timestamp(secondsSinceEpoch: iat), expiresAt: Timestamp(secondsSinceEpoch: exp))
    }
}
