extension SubjectKind {
    /// What measures where customers and plants are connected. Its energy adds up to the load of the areas it lies
    /// in; that of any other asset does not.
    public var isConnection: Bool { self == .loadPoint || self == .generator || self == .meter }

    /// A part of the network that may be measured where it is fed. Such a boundary meter sees the energy that the
    /// connections below it meter again, so it is held against their sum and never added to it.
    public var isBalanceArea: Bool {
        switch self {
        case .zone, .substation, .feeder, .transformer: true
        case .node, .line, .networkSwitch, .loadPoint, .generator, .weatherStation, .meter: false
        }
    }
}
