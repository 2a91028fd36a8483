import ArgumentParser

/// The program that users run.
@main
struct UrbanGridCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "urbangrid",
        abstract: "Sees, forecasts and plans a city's distribution grid.",
        subcommands: [
            DemoCommand.self, ServeCommand.self, TenantCommand.self, UserCommand.self, APIKeyCommand.self,
            SeriesCommand.self,
            RetentionCommand.self,
            ImportCommand.self, ExportCommand.self,
            MigrateCommand.self,
            TrainCommand.self, ForecastCommand.self, ConnectorCommand.self, AuditCommand.self,
            SecretsCommand.self, PasswordsCommand.self, CheckCommand.self,
        ]
    )
}
