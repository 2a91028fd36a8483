import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// Larger answers have no entity tag.
    private static let mostTaggedBytes = 8 << 20

    /// 200 with JSON: of the members that the request asked for, and with an entity tag where it is the answer of a GET.
    static func json(
        type: String = "application/json", capacity: Int = 1024, _ write: (inout JSONWriter) -> Void
    ) -> Response {
        let shape = AnswerShape.current
        var json = JSONWriter(capacity: capacity, filter: (shape?.selection).map(FieldFilter.init))
        write(&json)
        shape?.note(json.missingFields)
        var headers: HTTPFields = [.contentType: type]
        if shape != nil, json.bytes.count <= mostTaggedBytes { headers[.eTag] = EntityTag.of(json.bytes) }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: json.bytes)))
    }

    /// 200 with a value as JSON.
    static func json(_ value: some JSONRepresentable) -> Response {
        json { value.write(to: &$0) }
    }
}
