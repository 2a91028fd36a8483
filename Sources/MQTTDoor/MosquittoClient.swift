internal import CMosquitto
internal import Glibc
internal import Synchronization

/// One client of libmosquitto. Its calls must not overlap: `MQTTConnection` makes them one after the other.
final class MosquittoClient: @unchecked Sendable {
    private static let start: Int32 = mosquitto_lib_init()

    private let options: MQTTConnection.Options
    private let handle: OpaquePointer
    private let inbox: Inbox

    /// What the callbacks have noted since it was last looked at.
    private final class Inbox {
        var messages: [MQTTMessage] = []
        var connectCode: Int32?
        var grants: [Int32] = []
        let topics: [String]
        var subscribeCode: Int32 = 0
        /// What the library says of what went wrong last, such as a certificate that does not hold.
        var complaint: String?

        init(topics: [String]) {
            self.topics = topics
        }
    }

    init(_ options: MQTTConnection.Options) throws {
        guard Self.start == MOSQ_ERR_SUCCESS.code else { throw MQTTError("libmosquitto does not start.") }
        self.options = options
        let inbox = Inbox(topics: options.topics)
        self.inbox = inbox
        guard let handle = mosquitto_new(options.clientID, false, Unmanaged.passUnretained(inbox).toOpaque()) else {
            throw MQTTError("libmosquitto makes no client “\(options.clientID)”.")
        }
        self.handle = handle
        mosquitto_connect_callback_set(handle) { handle, inbox, code in
            guard let inbox = MosquittoClient.inbox(inbox) else { return }
            inbox.connectCode = code
            guard code == 0 else { return }
            // Here, and not later: a kept session's messages may follow at once, and what is put into the queue behind
            // their acknowledgements could not be written without these.
            for topic in inbox.topics {
                let code = mosquitto_subscribe(handle, nil, topic, 1)
                if code != MOSQ_ERR_SUCCESS.code { inbox.subscribeCode = code }
            }
        }
        mosquitto_log_callback_set(handle) { _, inbox, level, text in
            guard level == Int32(MOSQ_LOG_ERR), let text else { return }
            MosquittoClient.inbox(inbox)?.complaint = String(cString: text)
        }
        mosquitto_subscribe_callback_set(handle) { _, inbox, _, count, granted in
            guard let granted else { return }
            MosquittoClient.inbox(inbox)?.grants.append(
                contentsOf: UnsafeBufferPointer(start: granted, count: Int(count)))
        }
        mosquitto_message_callback_set(handle) { _, inbox, message in
            guard let message = message?.pointee, let topic = message.topic else { return }
            let payload = UnsafeRawBufferPointer(start: message.payload, count: Int(message.payloadlen))
            MosquittoClient.inbox(inbox)?.messages.append(
                MQTTMessage(topic: String(cString: topic), payload: Array(payload)))
        }
    }

    deinit {
        // Closes the connection without writing what is in the queue.
        mosquitto_destroy(handle)
    }

    func connect() throws {
        try check(mosquitto_threaded_set(handle, true), "prepare")
        try check(
            mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, Int32(MQTT_PROTOCOL_V311)), "choose MQTT 3.1.1")
        let broker = options.broker
        if let user = broker.user {
            try check(mosquitto_username_pw_set(handle, user, broker.password), "set the user")
        }
        if broker.isTLS {
            let path = options.authorities == nil ? "/etc/ssl/certs" : nil
            try check(mosquitto_tls_set(handle, options.authorities, path, nil, nil, nil), "set up TLS")
        }
        try check(
            mosquitto_connect(handle, broker.host, Int32(broker.port), options.keepAliveSeconds),
            "connect to \(broker)")
        let deadline = ContinuousClock.now + .seconds(options.connectSeconds)
        while inbox.connectCode == nil, ContinuousClock.now < deadline {
            try flush()
            if try wait(for: Int16(POLLIN), milliseconds: 100) { try read() }
        }
        guard let code = inbox.connectCode else { throw MQTTError("\(broker) does not answer.") }
        guard code == 0 else {
            throw MQTTError("\(broker) refuses the connection: \(String(cString: mosquitto_connack_string(code)))")
        }
    }

    /// Writes nothing but what `flush` has let go: while a message waits for its acknowledgement, not even a ping.
    func receive(limit: Int, waitingSeconds seconds: Double) throws -> [MQTTMessage] {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while inbox.messages.isEmpty {
            try flush()
            let left = (deadline - ContinuousClock.now) / .milliseconds(1)
            guard left > 0 else { return [] }
            if try wait(for: Int16(POLLIN), milliseconds: Int32(min(left, 1000)) + 1) { try read() }
        }
        while inbox.messages.count < limit, try wait(for: Int16(POLLIN), milliseconds: 0) { try read() }
        defer { inbox.messages.removeAll() }
        return inbox.messages
    }

    func flush() throws {
        try check(mosquitto_loop_misc(handle), "keep the connection alive")
        while mosquitto_want_write(handle) {
            try check(mosquitto_loop_write(handle, 1), "write")
            if mosquitto_want_write(handle) { _ = try wait(for: Int16(POLLOUT), milliseconds: 1000) }
        }
    }

    private func read() throws {
        try check(mosquitto_loop_read(handle, 1), "read")
        try check(inbox.subscribeCode, "subscribe")
        // 128 is how a broker refuses a subscription.
        guard inbox.grants.allSatisfy({ $0 <= 2 }) else {
            throw MQTTError("\(options.broker) does not let us subscribe to \(options.topics.joined(separator: ", ")).")
        }
    }

    private func wait(for events: Int16, milliseconds: Int32) throws -> Bool {
        let socket = mosquitto_socket(handle)
        guard socket >= 0 else { throw MQTTError("The connection to \(options.broker) is lost.") }
        var entry = pollfd(fd: socket, events: events, revents: 0)
        let count = poll(&entry, 1, milliseconds)
        guard count >= 0 || errno == EINTR else { throw MQTTError("poll fails: \(String(cString: strerror(errno)))") }
        return count > 0
    }

    private func check(_ code: Int32, _ what: String) throws {
        guard code != MOSQ_ERR_SUCCESS.code else { return }
        let reason =
            code == MOSQ_ERR_ERRNO.code ? strerror(errno) : UnsafeMutablePointer(mutating: mosquitto_strerror(code))
        let known = reason.map { String(cString: $0) } ?? "error \(code)"
        let detail = code == MOSQ_ERR_TLS.code ? inbox.complaint.map { " (\($0))" } ?? "" : ""
        throw MQTTError("Could not \(what): \(known)\(detail)")
    }

    private static func inbox(_ pointer: UnsafeMutableRawPointer?) -> Inbox? {
        pointer.map { Unmanaged<Inbox>.fromOpaque($0).takeUnretainedValue() }
    }
}

extension mosq_err_t {
    fileprivate var code: Int32 { Int32(rawValue) }
}
