internal import CBson

/// One document of a dump, from BSON or Extended JSON (both by libbson).
public struct MongoDocument: Sendable {
    /// What MongoDB itself takes, with room for the wrapping of an archive.
    static let bytesLimit = (16 << 20) + (16 << 10)
    static let depthLimit = 64

    public let value: MongoValue
    /// BSON
    let bytes: [UInt8]

    /// - Throws: what is wrong.
    init(bson bytes: [UInt8]) throws(MongoFault) {
        guard let document = bytes.withUnsafeBufferPointer({ bson_new_from_data($0.baseAddress, $0.count) }) else {
            throw MongoFault("It is no BSON document")
        }
        defer { bson_destroy(document) }
        self.bytes = bytes
        value = try Self.value(of: document)
    }

    /// Extended JSON, version 1 or 2, relaxed or canonical.
    init(json text: [UInt8]) throws(MongoFault) {
        var error = bson_error_t()
        guard
            let document = text.withUnsafeBufferPointer({
                bson_new_from_json($0.baseAddress, $0.count, &error)
            })
        else {
            let reason = withUnsafeBytes(of: error.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            throw MongoFault("It is no Extended JSON: \(reason)")
        }
        defer { bson_destroy(document) }
        bytes = Array(
            UnsafeBufferPointer(start: bson_get_data(document), count: Int(UnsafePointer<bson_t>(document).pointee.len))
        )
        value = try Self.value(of: document)
    }

    /// What names the document in its collection.
    public var id: String {
        if let name = value["_id"]?.name { return name }
        return json(bytes) ?? ""
    }

    /// Canonical Extended JSON: everything that the document holds, with its types.
    public var json: String? { json(bytes) }

    private func json(_ bytes: [UInt8]) -> String? {
        guard let document = bytes.withUnsafeBufferPointer({ bson_new_from_data($0.baseAddress, $0.count) }) else {
            return nil
        }
        defer { bson_destroy(document) }
        var length = 0
        guard let text = bson_as_canonical_extended_json(document, &length) else { return nil }
        defer { bson_free(text) }
        return String(decoding: UnsafeRawBufferPointer(start: text, count: length), as: UTF8.self)
    }

    private static func value(of document: OpaquePointer) throws(MongoFault) -> MongoValue {
        let iterator = BSONIterator()
        guard bson_iter_init(iterator.pointer, document) else { throw MongoFault("It is no BSON document") }
        return .document(try members(iterator, depth: 0))
    }

    private static func members(
        _ iterator: BSONIterator, depth: Int
    ) throws(MongoFault) -> [String: MongoValue] {
        guard depth < depthLimit else { throw MongoFault("It is nested more than \(depthLimit) levels deep") }
        var members: [String: MongoValue] = [:]
        while iterator.next() {
            guard let key = bson_iter_key(iterator.pointer), let name = String(validatingCString: key) else {
                throw MongoFault("A name is not UTF-8")
            }
            members[name] = try value(iterator, depth)
        }
        // libbson ends at what it cannot read and says where.
        guard iterator.damagedAt == 0 else { throw MongoFault("It is damaged at byte \(iterator.damagedAt)") }
        return members
    }

    private static func value(_ iterator: BSONIterator, _ depth: Int) throws(MongoFault) -> MongoValue {
        switch iterator.type {
        case BSON_TYPE_NULL, BSON_TYPE_UNDEFINED: return .null
        case BSON_TYPE_BOOL: return .bool(bson_iter_bool(iterator.pointer))
        case BSON_TYPE_INT32: return .integer(Int64(bson_iter_int32(iterator.pointer)))
        case BSON_TYPE_INT64: return .integer(bson_iter_int64(iterator.pointer))
        case BSON_TYPE_DOUBLE: return .double(bson_iter_double(iterator.pointer))
        case BSON_TYPE_DATE_TIME: return .date(bson_iter_date_time(iterator.pointer))
        case BSON_TYPE_UTF8:
            var length: UInt32 = 0
            guard let start = bson_iter_utf8(iterator.pointer, &length) else { return .other }
            let bytes = UnsafeRawBufferPointer(start: start, count: Int(length))
            guard let text = String(validating: bytes, as: UTF8.self) else { throw MongoFault("A text is not UTF-8") }
            return .text(text)
        case BSON_TYPE_OID:
            guard let oid = bson_iter_oid(iterator.pointer) else { return .other }
            var text = [CChar](repeating: 0, count: 25)
            bson_oid_to_string(oid, &text)
            return .objectID(String(decoding: text.prefix(24).map { UInt8(bitPattern: $0) }, as: UTF8.self))
        case BSON_TYPE_DECIMAL128:
            var decimal = bson_decimal128_t()
            guard bson_iter_decimal128(iterator.pointer, &decimal) else { return .other }
            var text = [CChar](repeating: 0, count: Int(BSON_DECIMAL128_STRING))
            bson_decimal128_to_string(&decimal, &text)
            let digits = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            return Double(digits).map { .double($0) } ?? .other
        case BSON_TYPE_DOCUMENT, BSON_TYPE_ARRAY:
            let isArray = iterator.type == BSON_TYPE_ARRAY
            let child = BSONIterator()
            guard bson_iter_recurse(iterator.pointer, child.pointer) else {
                throw MongoFault("A part of it is damaged")
            }
            if isArray { return .array(try elements(child, depth: depth + 1)) }
            return .document(try members(child, depth: depth + 1))
        default: return .other
        }
    }

    private static func elements(_ iterator: BSONIterator, depth: Int) throws(MongoFault) -> [MongoValue] {
        guard depth < depthLimit else { throw MongoFault("It is nested more than \(depthLimit) levels deep") }
        var elements: [MongoValue] = []
        while iterator.next() { elements.append(try value(iterator, depth)) }
        guard iterator.damagedAt == 0 else { throw MongoFault("It is damaged at byte \(iterator.damagedAt)") }
        return elements
    }
}

/// Why bytes are no document.
struct MongoFault: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
