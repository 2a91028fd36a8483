import NIOCore

/// Reads RESP3 from a connection. What is larger than any answer that is asked for ends it.
struct RESPDecoder: ByteToMessageDecoder {
    typealias InboundOut = RESPValue

    private static let mostBytes = 1 << 20
    private static let mostElements = 4096
    private static let deepest = 8

    mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        guard let value = try Self.value(&buffer) else {
            guard buffer.readableBytes <= Self.mostBytes * 2 else {
                throw RedisError.notUnderstood("an answer without an end")
            }
            return .needMoreData
        }
        context.fireChannelRead(wrapInboundOut(value))
        return .continue
    }

    /// The next value; nil, with nothing read, where it is not whole yet.
    static func value(_ buffer: inout ByteBuffer) throws -> RESPValue? {
        var rest = buffer
        guard let value = try value(&rest, depth: 0) else { return nil }
        buffer = rest
        return value
    }

    private static func value(_ buffer: inout ByteBuffer, depth: Int) throws -> RESPValue? {
        guard depth < deepest else { throw RedisError.notUnderstood("values nested too deeply") }
        guard let kind = buffer.readInteger(as: UInt8.self), let line = try line(&buffer) else { return nil }
        switch kind {
        case UInt8(ascii: "+"): return .text(line)
        case UInt8(ascii: "-"): return .error(line)
        case UInt8(ascii: ":"): return .integer(try number(line))
        case UInt8(ascii: "_"): return .null
        case UInt8(ascii: "#"):
            guard line == "t" || line == "f" else { throw RedisError.notUnderstood("a truth value") }
            return .boolean(line == "t")
        case UInt8(ascii: ","):
            guard let real = Double(line) else { throw RedisError.notUnderstood("a number") }
            return .real(real)
        case UInt8(ascii: "("): return .text(line)
        case UInt8(ascii: "$"): return try bulk(&buffer, line).map { $0.map(RESPValue.text) ?? .null }
        case UInt8(ascii: "!"): return try bulk(&buffer, line).map { .error($0 ?? "") }
        // Three letters that say what kind of text it is, and a colon.
        case UInt8(ascii: "="): return try bulk(&buffer, line).map { .text(String(($0 ?? "").dropFirst(4))) }
        case UInt8(ascii: "*"), UInt8(ascii: "~"):
            return try values(&buffer, line, depth).map { $0.map(RESPValue.array) ?? .null }
        case UInt8(ascii: ">"): return try values(&buffer, line, depth).map { .push($0 ?? []) }
        case UInt8(ascii: "%"): return try values(&buffer, line, depth, each: 2).map { .map($0 ?? []) }
        default: throw RedisError.notUnderstood("a value of kind \(kind)")
        }
    }

    /// Up to the next line break; nil: it has not come yet.
    private static func line(_ buffer: inout ByteBuffer) throws -> String? {
        guard let length = buffer.readableBytesView.firstIndex(of: UInt8(ascii: "\r")).map({ $0 - buffer.readerIndex })
        else { return nil }
        guard buffer.readableBytes >= length + 2 else { return nil }
        let line = buffer.readString(length: length) ?? ""
        guard buffer.readInteger(as: UInt16.self) == 0x0D0A else { throw RedisError.notUnderstood("a line break") }
        return line
    }

    /// Outer nil: not whole yet; inner nil: null, as RESP2 writes it.
    private static func bulk(_ buffer: inout ByteBuffer, _ line: String) throws -> String?? {
        let length = try number(line)
        if length == -1 { return .some(nil) }
        guard (0...Int64(mostBytes)).contains(length) else {
            throw RedisError.notUnderstood("a text of \(length) bytes")
        }
        guard buffer.readableBytes >= Int(length) + 2, let text = buffer.readString(length: Int(length)) else {
            return nil
        }
        guard buffer.readInteger(as: UInt16.self) == 0x0D0A else { throw RedisError.notUnderstood("the end of a text") }
        return .some(text)
    }

    private static func values(
        _ buffer: inout ByteBuffer, _ line: String, _ depth: Int, each: Int = 1
    ) throws -> [RESPValue]?? {
        let count = try number(line)
        if count == -1 { return .some(nil) }
        guard (0...Int64(mostElements)).contains(count) else { throw RedisError.notUnderstood("\(count) values") }
        var values: [RESPValue] = []
        for _ in 0..<Int(count) * each {
            guard let value = try value(&buffer, depth: depth + 1) else { return nil }
            values.append(value)
        }
        return .some(values)
    }

    private static func number(_ text: String) throws -> Int64 {
        guard let number = Int64(text) else { throw RedisError.notUnderstood("a whole number") }
        return number
    }
}
