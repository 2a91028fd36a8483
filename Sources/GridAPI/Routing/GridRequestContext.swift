package import Hummingbird
package import Identity
import Logging
package import NIOCore

/// What the middleware and the handlers know of one request.
package struct GridRequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Names the request in its answer and in the log; set by the first middleware.
    package var requestID = ""
    /// The connection the request came on.
    package let channel: any Channel
    /// Where the request comes from.
    package var client: ClientAddress
    /// What limits it counted against.
    package let limits = LimitReport()
    /// Who asks; set on routes that are not for anyone.
    package var access: Access?
    /// The tenant's use cases; set on routes that need a permission.
    package var city: TenantCity?

    /// Told the tenant once the request is admitted, for those who wait outside the handler.
    var admitted: AdmittedTenant?

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
        client = ClientAddress(source.channel.remoteAddress?.ipAddress ?? "unknown")
    }

    /// Hummingbird's name for it.
    package var id: String { requestID }

    /// Who asks, where the route is not for anyone.
    var caller: Access {
        get throws(Problem) {
            guard let access else { throw .internalError }
            return access
        }
    }

    /// Who asks, as the audit log keeps it.
    package var actor: Actor {
        get throws(Problem) { try caller.actor(address: client.text, requestID: requestID) }
    }

    /// The use cases of the tenant that the request was admitted to.
    package var service: GridService {
        get throws(Problem) {
            guard let city else { throw .internalError }
            return city.service
        }
    }
}
