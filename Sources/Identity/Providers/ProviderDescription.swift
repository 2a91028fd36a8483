import Foundation

/// What a provider says of itself (OpenID Connect Discovery 1.0 §3), as far as it is used.
public struct ProviderDescription: Hashable, Sendable {
    public let authorizationEndpoint: String
    public let tokenEndpoint: String
    public let keysURL: String
    /// Whether the client's name and secret go into the form instead of a header.
    public let takesSecretInForm: Bool
    /// Whether its answers name it (RFC 9207).
    public let namesItselfInAnswers: Bool

    private struct Document: Decodable {
        let issuer: String
        let authorizationEndpoint: String
        let tokenEndpoint: String
        let keysURL: String
        let authenticationMethods: [String]?
        let namesItself: Bool?

        enum CodingKeys: String, CodingKey {
            case issuer
            case authorizationEndpoint = "authorization_endpoint"
            case tokenEndpoint = "token_endpoint"
            case keysURL = "jwks_uri"
            case authenticationMethods = "token_endpoint_auth_methods_supported"
            case namesItself = "authorization_response_iss_parameter_supported"
        }
    }

    /// - Throws: `ProviderFault` when it is another provider's, not a description, or leads from HTTPS to elsewhere.
    public init(json: [UInt8], of provider: IdentityProvider) throws(ProviderFault) {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(json)) else {
            throw .unexpected("its description cannot be read")
        }
        guard document.issuer == provider.issuer else {
            throw .unexpected("its description is of “\(document.issuer.prefix(200))”, not of “\(provider.issuer)”")
        }
        for url in [document.authorizationEndpoint, document.tokenEndpoint, document.keysURL] {
            guard Self.isUsable(url, of: provider) else {
                throw .unexpected("its description leads to “\(url.prefix(200))”")
            }
        }
        authorizationEndpoint = document.authorizationEndpoint
        tokenEndpoint = document.tokenEndpoint
        keysURL = document.keysURL
        // Without the list the header is the one that is taken (Discovery 1.0 §3).
        let methods = document.authenticationMethods ?? ["client_secret_basic"]
        takesSecretInForm = !methods.contains("client_secret_basic") && methods.contains("client_secret_post")
        namesItselfInAnswers = document.namesItself ?? false
    }

    /// HTTPS; or, of a provider on this machine, plain.
    private static func isUsable(_ text: String, of provider: IdentityProvider) -> Bool {
        guard text.utf8.count <= 500, let url = URLComponents(string: text), let host = url.host, !host.isEmpty,
            url.fragment == nil, url.user == nil
        else { return false }
        if url.scheme == "https" { return true }
        return url.scheme == "http" && URLComponents(string: provider.issuer)?.host == host
            && URLComponents(string: provider.issuer)?.scheme == "http"
    }
}

/// What is wrong with a provider's answer.
public enum ProviderFault: Error, Hashable, Sendable, CustomStringConvertible {
    case unreachable(String)
    case unexpected(String)
    /// The token is signed by a key that is not among those at hand.
    case unknownKey
    /// The token is not what was asked for, or is forged.
    case badToken(String)

    public var description: String {
        switch self {
        case .unreachable(let reason): "It cannot be reached: \(reason)."
        case .unexpected(let reason): "It answers with something unexpected: \(reason)."
        case .unknownKey: "Its token is signed by a key that it does not publish."
        case .badToken(let reason): "Its token is not taken: \(reason)."
        }
    }
}
