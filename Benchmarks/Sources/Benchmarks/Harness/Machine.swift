import Foundation

/// What the figures were measured on.
struct Machine {
    let description: String

    static func current() -> Machine {
        let processor = field("model name", of: "/proc/cpuinfo", separator: ":") ?? "processor unknown"
        let system = field("PRETTY_NAME", of: "/etc/os-release", separator: "=") ?? "system unknown"
        let gigabytes = Double(ProcessInfo.processInfo.physicalMemory) / 1_073_741_824
        return Machine(
            description: """
                \(processor), \(ProcessInfo.processInfo.activeProcessorCount) cores, \
                \(String(format: "%.0f", gigabytes)) GiB, \(system)
                """)
    }

    private static func field(_ name: String, of file: String, separator: Character) -> String? {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
        return text.split(separator: "\n").lazy.compactMap { line -> String? in
            let parts = line.split(separator: separator, maxSplits: 1)
            guard parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == name else { return nil }
            return parts[1].trimmingCharacters(in: CharacterSet(charactersIn: " \""))
        }.first
    }
}
