import ArgumentParser

/// Writes what a tenant has into files.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Export a tenant's readings.",
        subcommands: [ExportReadingsCommand.self], defaultSubcommand: ExportReadingsCommand.self)
}
