import Identity

extension Actor {
    static let tester = Actor(
        kind: .user, id: "7", name: "m.ruiz@example.com", address: "192.0.2.7", requestID: "r1")
}
