import HTTPTypes
import Hummingbird
import Identity
import Operations

extension GridRequestContext {
    /// Where a request comes from whose sender may be unknown.
    func visitor(_ request: Request) -> Visitor {
        Visitor(address: client.text, userAgent: request.headers[.userAgent] ?? "", requestID: requestID)
    }

    /// Who asks, on routes that are not for anyone.
    var person: Access {
        get throws(Problem) {
            guard let access else { throw .internalError }
            return access
        }
    }
}
