import HTTPTypes
import Hummingbird
import Identity
import Logging
import NIOCore
import Operations

/// Has a request with the header `Idempotency-Key` carried out once: sent again with the same key, it is answered as it
/// was the first time (draft-ietf-httpapi-idempotency-key-header-07).
///
/// The first answer is kept when it is final: a success, or a refusal that the same request would meet again. After any
/// other the key is free, and so is the client to try again.
struct AnswerOnce: Sendable {
    typealias Handler = @Sendable (Request) async throws -> Response

    /// No body that makes or sets something going is larger.
    static let mostBodyBytes = 1 << 20
    /// Beyond the longest a request may take.
    static let marginSeconds: Int64 = 15

    private static let keyLength = 1...255
    private static let keptHeaders: [HTTPField.Name] = [.contentType, .location, .cacheControl]
    private static let finalRefusals: Set<Int> = [400, 404, 409, 412, 422]

    let bodyTimeout: Duration

    /// The answer of the handler, or the one it gave before.
    func answer(
        _ request: Request, _ context: GridRequestContext, _ handler: Handler
    ) async throws -> Response {
        guard let key = try Self.key(of: request) else { return try await handler(request) }
        let service = try context.service.idempotency
        _ = try request.size(upTo: Self.mostBodyBytes)
        let body = try await request.bytes(upTo: Self.mostBodyBytes, within: bodyTimeout)
        var arrived = request
        arrived.body = RequestBody(buffer: ByteBuffer(bytes: body))
        let hash = RequestDigest.of([
            Array(request.method.rawValue.utf8), Array(request.uri.path.utf8), Array((request.uri.query ?? "").utf8),
            body,
        ])
        let asked = IdempotentRequest(principal: try context.caller.principal.name, key: key, hash: hash)
        switch try await service.begin(asked) {
        case .begun(let claim): return try await carryOut(arrived, context, claim, service, handler)
        case .answered(.some(let answer)): return Self.again(answer)
        case .answered(.none):
            throw Problem(
                .conflict, "This request was carried out already; its answer is not kept. Look at what it made.")
        case .isUnderWay(let seconds):
            var problem = Problem(.conflict, "A request with this Idempotency-Key is under way.")
            problem.headers[.retryAfter] = String(min(seconds, 2))
            throw problem
        case .isTaken:
            throw Problem.unprocessable([
                FieldError(
                    field: "Idempotency-Key", message: "Was used for another request.",
                    expected: "a new key for each request, the same only for the same request again")
            ])
        case .isFull:
            throw Problem.tooManyRequests(
                "\(KeepAnswers.mostKeys) idempotency keys within a day are as many as one may use.", retryAfter: 3600)
        }
    }

    private func carryOut(
        _ request: Request, _ context: GridRequestContext, _ claim: KeepAnswers.Claim, _ service: IdempotencyService,
        _ handler: Handler
    ) async throws -> Response {
        let response: Response
        do {
            response = try await handler(request)
        } catch let problem as Problem {
            let refusal = problem.response(path: request.uri.path, requestID: context.requestID)
            guard Self.isFinal(refusal) else {
                await settle(context) { try await service.release(claim) }
                throw problem
            }
            response = refusal
        } catch {
            await settle(context) { try await service.release(claim) }
            throw error
        }
        guard Self.isFinal(response) else {
            await settle(context) { try await service.release(claim) }
            return response
        }
        let kept = try await Self.kept(response)
        await settle(context) { try await service.keep(kept, claim) }
        return response
    }

    /// Notes how it ended, also when the request has been cancelled meanwhile. When that fails, the request stays under
    /// way until it counts as abandoned; its own answer is given all the same.
    private func settle(_ context: GridRequestContext, _ work: @escaping @Sendable () async throws -> Void) async {
        do {
            try await Task { try await work() }.value
        } catch {
            context.logger.error(
                "How a request with an idempotency key ended cannot be noted.",
                metadata: ["cause": "\(String(reflecting: error))"])
        }
    }

    private static func isFinal(_ response: Response) -> Bool {
        response.headers[.retryAfter] == nil
            && (response.status.kind == .successful || finalRefusals.contains(response.status.code))
    }

    private static func kept(_ response: Response) async throws -> KeptAnswer {
        let collector = BodyCollector()
        try await response.body.write(collector)
        var headers: [String: String] = [:]
        for name in keptHeaders { headers[name.canonicalName] = response.headers[name] }
        return KeptAnswer(status: response.status.code, headers: headers, body: collector.bytes)
    }

    private static func again(_ answer: KeptAnswer) -> Response {
        var headers: HTTPFields = [.idempotencyReplayed: "true"]
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return Response(
            status: .init(code: answer.status), headers: headers,
            body: answer.body.isEmpty ? .init() : .init(byteBuffer: ByteBuffer(bytes: answer.body)))
    }

    private static func key(of request: Request) throws(Problem) -> String? {
        let values = request.headers[values: .idempotencyKey]
        guard let key = values.first else { return nil }
        guard values.count == 1, keyLength.contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw .parameters([
                FieldError(
                    field: "Idempotency-Key", message: "Not a key.",
                    expected: "1 to 255 visible ASCII characters, such as a UUID")
            ])
        }
        return key
    }
}

/// Takes a body that is made already as bytes.
private final class BodyCollector: ResponseBodyWriter {
    private(set) var bytes: [UInt8] = []

    func write(_ buffer: ByteBuffer) async throws {
        bytes += buffer.readableBytesView
    }

    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key")!
    static let idempotencyReplayed = HTTPField.Name("Idempotency-Replayed")!
}
