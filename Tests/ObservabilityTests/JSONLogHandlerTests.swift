import Foundation
import Logging
import Observability
import Synchronization
import Testing

private final class Lines: Sendable {
    let bytes = Mutex<[[UInt8]]>([])

    func logger(_ label: String = "test", provider: Logger.MetadataProvider? = nil) -> Logger {
        let sink = LogSink { line in self.bytes.withLock { $0.append(line) } }
        return Logger(label: label) {
            JSONLogHandler(
                label: $0, level: .debug, sink: sink, clock: LogClock { 1_795_424_400_125 },
                metadataProvider: provider)
        }
    }

    func parsed() throws -> [[String: Any]] {
        try bytes.withLock { $0 }.map { line in
            #expect(line.last == 0x0A)
            #expect(line.dropLast().allSatisfy { $0 >= 0x20 })
            return try #require(try JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
        }
    }
}

@Suite struct JSONLogHandlerTests {
    @Test func writesOneLinePerEventWithTimeLevelLabelAndMessage() throws {
        let lines = Lines()
        lines.logger("urbangrid.api").info("Serving.")
        let line = try #require(try lines.parsed().first)
        #expect(line["ts"] as? String == "2026-11-23T09:00:00.125Z")
        #expect(line["level"] as? String == "info")
        #expect(line["label"] as? String == "urbangrid.api")
        #expect(line["msg"] as? String == "Serving.")
        #expect(line["meta"] == nil)
    }

    @Test func liftsRequestAndTenantOutOfTheMetadata() throws {
        let lines = Lines()
        var logger = lines.logger()
        logger[metadataKey: "requestId"] = "abc"
        logger.info("x", metadata: ["tenant": "7", "status": "200"])
        let line = try #require(try lines.parsed().first)
        #expect(line["requestId"] as? String == "abc")
        #expect(line["tenant"] as? String == "7")
        #expect(line["meta"] as? [String: String] == ["status": "200"])
    }

    @Test(arguments: ["a\"b\\c", "line\nbreak\r\ttab", "\u{0}\u{1f}\u{7f}", "Größe ≠ 🌍", "{\"forged\":1}\n{\"x\":2}"])
    func escapesSoThatTextCannotForgeALine(text: String) throws {
        let lines = Lines()
        lines.logger().info("\(text)", metadata: ["key\"\n": "\(text)"])
        let parsed = try lines.parsed()
        #expect(parsed.count == 1)
        #expect(parsed[0]["msg"] as? String == text)
        #expect((parsed[0]["meta"] as? [String: String])?["key\"\n"] == text)
    }

    @Test func neverWritesSecrets() throws {
        let lines = Lines()
        lines.logger().info(
            "login",
            metadata: [
                "password": "hunter2", "Authorization": "hunter2", "user": "ada",
                "headers": ["set-cookie": "hunter2", "apiKeys": ["hunter2"]], "SENTRY_DSN": "hunter2",
            ])
        let text = String(decoding: lines.bytes.withLock { $0[0] }, as: UTF8.self)
        #expect(!text.contains("hunter2"))
        #expect(text.contains("ada"))
    }

    @Test func writesNestedMetadataAsJSON() throws {
        let lines = Lines()
        lines.logger().info("x", metadata: ["list": ["a", .stringConvertible(2)], "map": ["k": "v"]])
        let meta = try #require(try lines.parsed().first?["meta"] as? [String: Any])
        #expect(meta["list"] as? [String] == ["a", "2"])
        #expect(meta["map"] as? [String: String] == ["k": "v"])
    }

    @Test func mergesMetadataOfTheProviderTheLoggerAndTheEventInThatOrder() throws {
        let lines = Lines()
        var logger = lines.logger(provider: .init { ["a": "provider", "b": "provider"] })
        logger[metadataKey: "a"] = "logger"
        logger.info("x", metadata: ["b": "event"])
        #expect(try lines.parsed().first?["meta"] as? [String: String] == ["a": "provider", "b": "event"])
    }

    @Test func keepsQuietBelowItsLevel() throws {
        let lines = Lines()
        lines.logger().trace("x")
        #expect(try lines.parsed().isEmpty)
    }
}
