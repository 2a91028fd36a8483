import ArgumentParser

/// Imports files into a tenant.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Import readings or a network into a tenant.",
        subcommands: [
            ImportReadingsCommand.self, ImportNetworkCommand.self, ImportMongoCommand.self,
            ImportGreenButtonCommand.self,
        ],
        defaultSubcommand: ImportReadingsCommand.self)
}
