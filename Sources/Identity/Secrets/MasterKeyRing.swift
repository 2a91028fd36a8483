/// The installation's key, and while it is being replaced, the one that comes after it.
///
/// Everything is sealed under the newer of the two and opened with whichever fits, so that a rotation can be
/// interrupted at any moment and nothing is ever without its key.
public struct MasterKeyRing: Sendable {
    private let current: MasterKey
    private let next: MasterKey?

    public init(current: MasterKey, next: MasterKey? = nil) {
        self.current = current
        self.next = next
    }

    /// Whether a rotation to another key is under way.
    public var isRotating: Bool { next != nil }

    public func seal(_ bytes: [UInt8], context: String) throws -> [UInt8] {
        try (next ?? current).seal(bytes, context: context)
    }

    /// - Throws: `SealError` when neither key opens it in this place.
    public func open(_ sealed: [UInt8], context: String) throws -> [UInt8] {
        guard let next else { return try current.open(sealed, context: context) }
        do {
            return try next.open(sealed, context: context)
        } catch {
            return try current.open(sealed, context: context)
        }
    }

    /// The same value under the newer key; nil when it is sealed under that already.
    /// - Throws: `SealError` when neither key opens it.
    public func resealed(_ sealed: [UInt8], context: String) throws -> [UInt8]? {
        guard let next, (try? next.open(sealed, context: context)) == nil else { return nil }
        return try next.seal(try current.open(sealed, context: context), context: context)
    }
}

extension MasterKeyRing: CustomStringConvertible, CustomReflectable {
    /// Does not show the keys.
    public var description: String { "(hidden)" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
