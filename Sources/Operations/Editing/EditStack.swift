import GridModel
import Persistence

/// The edits and estimates that lie over what was read at one interval.
///
/// Told from what each of them replaced: something that came in from outside takes the place of all that lay there.
/// Edits may be taken back in any order: one from below leaves what stands, and the last one leaves what was read.
struct EditStack {
    /// What was read; nil where nothing was.
    private(set) var base: Reading?
    private var edits: [(id: EditID, reading: Reading)] = []

    /// - Parameters:
    ///   - history: of the interval, oldest first.
    ///   - standing: what is stored now.
    init(_ history: [NotedEdit], standing: Reading?) {
        let removals = Dictionary(
            history.compactMap { note in note.revertedBy.map { (note.edit, $0) } },
            uniquingKeysWith: { first, _ in first })
        for note in history {
            edits.removeAll { removals[$0.id].map { $0 < note.edit } ?? false }
            see(note.value.old)
            if note.kind == .revert {
                edits.removeAll { removals[$0.id].map { $0 <= note.edit } ?? false }
                see(note.value.new)
            } else if let new = note.value.new {
                edits.append((note.edit, new))
            }
        }
        edits.removeAll { removals[$0.id] != nil }
        see(standing)
    }

    /// What stands.
    var top: Reading? { edits.last?.reading ?? base }

    /// Whether people or estimates put there what stands.
    var isEdited: Bool { !edits.isEmpty }

    mutating func remove(_ id: EditID) {
        edits.removeAll { $0.id == id }
    }

    /// Where something else stands than the edits say, it came in from outside and took their place.
    private mutating func see(_ reading: Reading?) {
        guard !Self.same(reading, top) else { return }
        base = reading
        edits.removeAll()
    }

    static func same(_ a: Reading?, _ b: Reading?) -> Bool {
        switch (a, b) {
        case (nil, nil): true
        case (let a?, let b?): a.saysTheSame(as: b)
        default: false
        }
    }
}
