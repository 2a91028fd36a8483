import GridModel

extension Subject {
    /// What it is called: by its name, or by its kind and number when it is gone.
    func shown(_ name: String?) -> String {
        name ?? "\(kind.rawValue) \(id)"
    }
}
