/// A message that has arrived and is not acknowledged yet.
package struct MQTTMessage: Hashable, Sendable {
    package let topic: String
    package let payload: [UInt8]

    package init(topic: String, payload: [UInt8]) {
        self.topic = topic
        self.payload = payload
    }
}
