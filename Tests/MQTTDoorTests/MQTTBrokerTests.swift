import MQTTDoor
import Testing

@Suite struct MQTTBrokerTests {
    @Test(
        arguments: [
            ("mqtt://broker", "broker", 1883, nil, nil, false),
            ("mqtts://broker.example/", "broker.example", 8883, nil, nil, true),
            ("mqtt://grid:s%40fe@127.0.0.1:2883", "127.0.0.1", 2883, "grid", "s@fe", false),
            ("mqtt://[::1]:1884", "::1", 1884, nil, nil, false),
        ] as [(String, String, Int, String?, String?, Bool)])
    func anAddressSaysWhereAndWho(text: String, host: String, port: Int, user: String?, password: String?, isTLS: Bool)
        throws
    {
        let broker = try #require(MQTTBroker(text))
        #expect((broker.host, broker.port, broker.isTLS) == (host, port, isTLS))
        #expect(broker.user == user)
        #expect(broker.password == password)
        #expect(!broker.description.contains("s@fe"))
    }

    @Test(arguments: [
        "", "broker", "http://broker", "mqtt://", "mqtt://broker/path", "mqtt://broker?x=1", "mqtt://broker:0",
        "mqtt://broker:70000", "mqtt://:secret@broker",
    ])
    func whatIsNoAddressIsRefused(text: String) {
        #expect(MQTTBroker(text) == nil)
    }

    @Test func aBrokerThatIsNotThereIsAnError() async throws {
        let broker = try #require(MQTTBroker("mqtt://127.0.0.1:1"))
        await #expect(throws: MQTTError.self) {
            _ = try await MQTTConnection(.init(broker: broker, clientID: "test", topics: ["a"]))
        }
    }
}
