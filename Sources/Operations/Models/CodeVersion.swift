/// The code that made a model.
package struct CodeVersion: Sendable {
    /// The commit the program was built from, where whoever started it said so.
    package let commit: String?

    package init(commit: String? = nil) {
        self.commit = commit.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// `forecast.lstm/2 (commit 1a2b3c4d)`: the recipe of the kind, which counts up whenever its features,
    /// its training or its file change, and the commit where it is known.
    func text(of kind: String) -> String {
        let recipe = "\(kind)/\(ModelKind.recipe(of: kind))"
        return commit.map { "\(recipe) (commit \($0))" } ?? recipe
    }
}
