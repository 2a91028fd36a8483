/// Why there is no connection to the broker, or no longer.
package struct MQTTError: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
