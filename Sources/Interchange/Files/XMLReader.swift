internal import CExpat

/// Reads XML piece by piece through expat, and takes nothing that data need not have: no DTD, and so no entities
/// of one's own, none from elsewhere; bounded depth and texts.
final class XMLReader {
    /// An element begins or ends.
    struct Event {
        /// The namespace, a blank, the local name.
        let name: String
        let line: Int
        /// Nil when the element begins; its own text, cut of blanks, when it ends.
        var text: String?
        var attributes: [String: String] = [:]
    }

    private static let depthLimit = 64
    private static let textLimit = 1 << 16

    /// What the callbacks write to; it must not move.
    private final class State {
        var events: [Event] = []
        var names: [String] = []
        var texts: [[UInt8]] = []
        var problem: String?
        var parser: XML_Parser?

        var line: Int { Int(XML_GetCurrentLineNumber(parser)) }

        func stop(_ reason: String) {
            problem = problem ?? reason
            XML_StopParser(parser, 0)
        }
    }

    private let file: String
    private let source: any ByteSource
    private let state = State()
    private let parser: XML_Parser
    private var position = 0
    private var isAtEnd = false

    init(_ source: any ByteSource, file: String) throws(ImportError) {
        self.source = source
        self.file = file
        // Names become "namespace local": what prefix a writer likes does not matter.
        guard let parser = XML_ParserCreateNS(nil, 0x20) else {
            throw .cannotRead(file: file, reason: "Out of memory")
        }
        self.parser = parser
        state.parser = parser
        XML_SetUserData(parser, Unmanaged.passUnretained(state).toOpaque())
        XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
            XMLReader.state(data)?.stop("A document type is not taken")
        }
        XML_SetElementHandler(
            parser,
            { data, name, attributes in
                guard let state = XMLReader.state(data), let name else { return }
                let text = String(cString: name)
                state.names.append(text)
                state.texts.append([])
                state.events.append(
                    Event(name: text, line: state.line, attributes: XMLReader.dictionary(attributes)))
                if state.names.count > XMLReader.depthLimit { state.stop("Nested too deeply") }
            },
            { data, _ in
                guard let state = XMLReader.state(data), let name = state.names.popLast(),
                    let text = state.texts.popLast()
                else { return }
                let trimmed = Array(text.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed())
                state.events.append(
                    Event(name: name, line: state.line, text: String(decoding: trimmed, as: UTF8.self)))
            })
        XML_SetCharacterDataHandler(parser) { data, text, count in
            guard let state = XMLReader.state(data), let text, let last = state.texts.indices.last else { return }
            let bytes = UnsafeRawBufferPointer(start: text, count: Int(count))
            state.texts[last].append(contentsOf: bytes)
            if state.texts[last].count > XMLReader.textLimit { state.stop("A text is too long") }
        }
    }

    deinit { XML_ParserFree(parser) }

    var progress: ReadProgress { source.progress }

    /// Nil at the end of a whole document.
    func next() throws(ImportError) -> Event? {
        while position == state.events.count {
            guard !isAtEnd else { return nil }
            state.events.removeAll(keepingCapacity: true)
            position = 0
            let bytes = try source.nextBytes()
            isAtEnd = bytes.isEmpty
            let status = bytes.withUnsafeBytes { buffer in
                XML_Parse(
                    parser, buffer.bindMemory(to: CChar.self).baseAddress, Int32(buffer.count), isAtEnd ? 1 : 0)
            }
            guard status == XML_STATUS_OK else {
                let reason = state.problem ?? String(cString: XML_ErrorString(XML_GetErrorCode(parser)))
                throw .malformedXML(file: file, line: state.line, reason: reason)
            }
        }
        defer { position += 1 }
        return state.events[position]
    }

    /// expat hands over names and values by turns, then null.
    private static func dictionary(
        _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) -> [String: String] {
        var found: [String: String] = [:]
        guard var next = attributes else { return found }
        while let name = next[0], let value = next[1] {
            found[String(cString: name)] = String(cString: value)
            next += 2
        }
        return found
    }

    private static func state(_ data: UnsafeMutableRawPointer?) -> State? {
        data.map { Unmanaged<State>.fromOpaque($0).takeUnretainedValue() }
    }
}
