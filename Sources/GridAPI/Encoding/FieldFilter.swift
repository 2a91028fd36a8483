/// Lets through the members that a request asked for while an answer is being written, and learns which there are.
struct FieldFilter {
    private let selection: FieldSelection
    /// Open brackets.
    private var level = 0
    private var isInList: Bool
    /// What is asked for of the member that is being written; nil: all of it.
    private var inner: Set<String>?
    /// The name of that member.
    private var member = ""
    private var isInnerList = false
    private var known: Set<String> = []
    private var knownInner: [String: Set<String>] = [:]

    init(_ selection: FieldSelection) {
        self.selection = selection
        isInList = selection.place == .whole
    }

    /// The level whose names are chosen from.
    private var base: Int { selection.place == .whole ? 1 : 3 }

    mutating func open(_ bracket: UInt8) {
        if level == base { isInnerList = bracket == UInt8(ascii: "[") }
        level += 1
    }

    mutating func close() { level -= 1 }

    /// Whether the member that comes next is to be written.
    mutating func takes(_ name: String) -> Bool {
        if case .items(let list) = selection.place, level == 1 { isInList = name == list }
        guard isInList, level >= base else { return true }
        if level == base {
            known.insert(name)
            guard let asked = selection.members[name] else { return false }
            (member, inner) = (name, asked)
            return true
        }
        guard let inner, level == base + (isInnerList ? 2 : 1) else { return true }
        knownInner[member, default: []].insert(name)
        return inner.contains(name)
    }

    /// What was asked for and is not there, as far as the answer had something to choose from.
    var faults: [FieldError] {
        guard !known.isEmpty else { return [] }
        var faults: [FieldError] = []
        for (name, inner) in selection.members.sorted(by: { $0.key < $1.key }) {
            guard known.contains(name) else {
                faults.append(Self.fault(name, known))
                continue
            }
            guard let inner, let there = knownInner[name] else { continue }
            for part in inner.subtracting(there).sorted() { faults.append(Self.fault("\(name).\(part)", there)) }
        }
        return faults
    }

    private static func fault(_ name: String, _ known: Set<String>) -> FieldError {
        FieldError(
            field: "fields", message: "There is no member \(name).",
            expected: "some of " + known.sorted().joined(separator: ", "))
    }
}
