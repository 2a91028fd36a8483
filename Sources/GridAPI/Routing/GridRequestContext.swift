package import Hummingbird
import Logging
package import NIOCore

/// What the middleware and the handlers know of one request.
package struct GridRequestContext: RequestContext {
    package var coreContext: CoreRequestContextStorage
    /// Names the request in its answer and in the log; set by the first middleware.
    package var requestID = ""
    /// The connection the request came on.
    package let channel: any Channel

    package init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// Hummingbird's name for it.
    package var id: String { requestID }
}
