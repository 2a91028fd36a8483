import ArgumentParser
import Foundation
import GridModel
import Identity
import Operations

/// Makes and checks the file of breached passwords that nobody may choose.
struct PasswordsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "passwords", abstract: "Make and check the file of breached passwords.",
        subcommands: [Build.self, Verify.self])

    struct Build: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a file for URBANGRID_BREACHED_PASSWORDS from a list of SHA-1 hashes.",
            discussion: """
                The list has a line HASH:COUNT for each password, plain or gzip, as Have I Been Pwned gives it, ordered \
                by hash (fast) or by prevalence. It is read twice. The file replaces an older one when it is whole.
                """)

        @Option(help: "The list.") var from: String
        @Option(help: "The file to make.") var to: String
        @Option(help: "Leave out passwords that were seen less often.") var minimumCount: Int64 = 1
        @Option(help: "Of so many passwords that are not in the list, one may be refused all the same.")
        var oneIn: Int64 = 10_000

        func validate() throws {
            guard minimumCount >= 0 else { throw ValidationError("--minimum-count takes a number of at least 0.") }
            guard BreachedPasswordFilter.rates.contains(oneIn) else {
                throw ValidationError("--one-in takes a number from 10 to 1000000000.")
            }
        }

        func run() async throws {
            let bar = ProgressBar("Breached passwords")
            let filter = try BuildBreachedPasswords(
                list: from, file: to, minimumCount: minimumCount, oneIn: oneIn)(
                    at: .wallClock
                ) { bar.show($0, $1) }
            bar.finish()
            print(
                "“\(to)” knows \(filter.passwords) passwords that were seen \(minimumCount) times or more, in "
                    + "\(filter.byteCount) bytes. Set URBANGRID_BREACHED_PASSWORDS to it and restart the servers.")
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Read the whole file, and say what it holds and whether it is as it was written.")

        @Argument(help: "The file.") var file: String

        func run() async throws {
            let opened = try BreachedPasswordFile(path: file)
            let bar = ProgressBar("Breached passwords")
            try opened.verify { bar.show($0) }
            bar.finish()
            let filter = opened.filter
            print(
                "“\(file)” is whole: \(filter.passwords) passwords that were seen \(filter.minimumCount) times or more, "
                    + "made on \(filter.madeAt.utcDate); one in \(filter.oneIn) others is refused too.")
        }
    }
}
