import HTTPTypes
import Hummingbird
import NIOCore

extension Response {
    /// 200 with JSON.
    static func json(
        type: String = "application/json", capacity: Int = 1024, _ write: (inout JSONWriter) -> Void
    ) -> Response {
        var json = JSONWriter(capacity: capacity)
        write(&json)
        return Response(
            status: .ok, headers: [.contentType: type], body: .init(byteBuffer: ByteBuffer(bytes: json.bytes)))
    }

    /// 200 with a value as JSON.
    static func json(_ value: some JSONRepresentable) -> Response {
        json { value.write(to: &$0) }
    }
}
