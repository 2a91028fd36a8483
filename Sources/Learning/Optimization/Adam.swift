import CLearningKernels

/// Adam with decoupled weight decay (AdamW; Kingma & Ba 2015, Loshchilov & Hutter 2019), as `torch.optim.AdamW`.
public struct Adam: Sendable {
    public struct Settings: Sendable, Hashable, Codable {
        public var beta1: Float
        public var beta2: Float
        public var epsilon: Float
        /// Fraction of each weight taken away per step, times the learning rate.
        public var weightDecay: Float

        public init(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0) {
            self.beta1 = beta1
            self.beta2 = beta2
            self.epsilon = epsilon
            self.weightDecay = weightDecay
        }
    }

    public let settings: Settings
    private var firstMoment: Tensor
    private var secondMoment: Tensor
    /// β₁ᵗ and β₂ᵗ.
    private var powers: (Double, Double) = (1, 1)

    public init(_ settings: Settings = Settings(), for parameters: ParameterSet) {
        self.settings = settings
        firstMoment = Tensor(zeros: parameters.flat.shape)
        secondMoment = Tensor(zeros: parameters.flat.shape)
    }

    /// One step along `gradientScale * gradient`, a flat vector as `parameters` keeps its weights.
    mutating func step(
        _ parameters: inout ParameterSet, gradient: Tensor, gradientScale: Double, learningRate: Double
    ) {
        powers.0 *= Double(settings.beta1)
        powers.1 *= Double(settings.beta2)
        var step = lk_adam_step(
            learning_rate: Float(learningRate), beta_1: settings.beta1, beta_2: settings.beta2,
            epsilon: settings.epsilon, weight_decay: settings.weightDecay, rate_1: Float(1 - powers.0),
            rate_2: Float(1 - powers.1), gradient_scale: Float(gradientScale))
        gradient.withUnsafeBufferPointer { gradient in
            parameters.flat.withUnsafeMutableBufferPointer { weights in
                firstMoment.withUnsafeMutableBufferPointer { first in
                    secondMoment.withUnsafeMutableBufferPointer { second in
                        guard let g = gradient.baseAddress, let w = weights.baseAddress, let m = first.baseAddress,
                            let v = second.baseAddress
                        else { return }
                        kernels.adam(weights.count, &step, g, w, m, v)
                    }
                }
            }
        }
    }
}
