/// Training and validation loss after each epoch.
public struct LossCurve: Sendable, Hashable, Codable {
    public struct Point: Sendable, Hashable, Codable {
        /// From 1.
        public let epoch: Int
        /// Mean over the epoch's steps, while the weights were changing and dropout was on.
        public let trainingLoss: Double
        /// After the epoch, without dropout; absent when there are no validation samples.
        public let validationLoss: Double?
        public let learningRate: Double
        /// Mean global norm of the gradient before it was limited.
        public let gradientNorm: Double
    }

    public internal(set) var points: [Point] = []
}
