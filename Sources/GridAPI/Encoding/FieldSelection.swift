/// Which members of its objects an answer is to have: `fields=code,name,nextPeak.at`.
package struct FieldSelection: Hashable, Sendable {
    /// Where the objects are whose members can be chosen.
    package enum Place: Hashable, Sendable {
        /// The answer is one.
        case whole
        /// The answer has a list of them under the name.
        case items(String)
    }

    static let most = 50

    let place: Place
    /// By member: which of its own members, nil for all.
    let members: [String: Set<String>?]

    /// - Parameter text: names, separated by commas; a dot leads one level down. Nil for anything else.
    init?(_ text: String, in place: Place) {
        let names = text.split(separator: ",", omittingEmptySubsequences: false)
        guard names.count <= Self.most else { return nil }
        var members: [String: Set<String>?] = [:]
        for name in names {
            let parts = name.split(separator: ".", omittingEmptySubsequences: false)
            guard (1...2).contains(parts.count), parts.allSatisfy(Self.isName) else { return nil }
            let member = String(parts[0])
            if parts.count == 1 {
                members.updateValue(nil, forKey: member)
            } else if let known = members[member] {
                // A member that is asked for whole stays whole.
                members.updateValue(known?.union([String(parts[1])]), forKey: member)
            } else {
                members.updateValue([String(parts[1])], forKey: member)
            }
        }
        self.place = place
        self.members = members
    }

    private static func isName(_ part: Substring) -> Bool {
        (1...60).contains(part.utf8.count)
            && part.utf8.allSatisfy { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
    }
}
