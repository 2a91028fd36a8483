import GridModel
import Hummingbird

extension GridRequestContext {
    /// The number in the path, as `/zones/{id}`.
    func pathIdentifier<Tag>(_: Identifier<Tag>.Type) throws(Problem) -> Identifier<Tag> {
        let text = parameters.get("id") ?? ""
        guard let number = Int64(text), number >= 1, !text.hasPrefix("+") else {
            throw .parameters([FieldError(field: "id", message: "Not an id.", expected: "an integer of at least 1")])
        }
        return Identifier(number)
    }
}
