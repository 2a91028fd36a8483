import Foundation

/// The command line.
struct Options {
    static let help = """
        usage: Benchmarks [--only ID]… [--repeats N] [--directory FOLDER] [--write PAGE]
          --only ID           run this benchmark only; more than once for several
          --repeats N         measurements of each side (5)
          --directory FOLDER  where the databases are made (the system's temporary folder)
          --write PAGE        put the table into this Markdown page, between its marks
        """

    var only: Set<String> = []
    var repeats = 5
    var directory = FileManager.default.temporaryDirectory
    var page: URL?

    /// The package's own folder: thresholds and peers lie there.
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// Nil when help is asked for.
    init?(_ arguments: some Sequence<String>) throws {
        var rest = arguments.makeIterator()
        while let option = rest.next() {
            if option == "--help" || option == "-h" { return nil }
            guard let value = rest.next() else { throw OptionError("\(option) needs a value") }
            switch option {
            case "--only": only.insert(value)
            case "--repeats":
                guard let number = Int(value), number > 0 else {
                    throw OptionError("--repeats needs a number above 0, not \(value)")
                }
                repeats = number
            case "--directory": directory = URL(filePath: value)
            case "--write": page = URL(filePath: value)
            default: throw OptionError("\(option) is not known; see --help")
            }
        }
    }
}

struct OptionError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
