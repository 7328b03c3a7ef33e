import ArgumentParser

/// The root of the command line.
struct MagnusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "magnus",
        abstract: "A terminal dashboard and engine for people who sell options.",
        discussion: """
            Without a command the dashboard opens. Education, not advice: every figure shows its source, and no order is \
            ever sent without your hand on the key.
            """,
        version: MagnusVersion.text,
        subcommands: [
            DashboardCommand.self, PositionsCommand.self, GreeksCommand.self, BalancesCommand.self, TradesCommand.self,
            TodayCommand.self,
            ExpiryCommand.self, CalendarCommand.self, RollCommand.self, JournalCommand.self, PerformanceCommand.self,
            WheelCommand.self, SettlementCommand.self, IncomeCommand.self, TaxCommand.self, RollsCommand.self,
            NoteCommand.self, AccountsCommand.self, AlertsCommand.self,
            MonitorCommand.self,
            ScanCommand.self, QuoteCommand.self,
            ScenarioCommand.self, RiskCommand.self, RegimeCommand.self, CorrelationCommand.self, SectorsCommand.self,
            ChainCommand.self, VolatilityCommand.self, HistoryCommand.self, WatchlistsCommand.self, PriceCommand.self,
            ImpliedVolatilityCommand.self, StrategyCommand.self, ImportCommand.self, AskCommand.self,
            ExplainCommand.self,
            ConfigurationCommand.self, ThemeCommand.self, KeymapCommand.self, DatabaseCommand.self, AuditCommand.self,
            DoctorCommand.self,
            ManualCommand.self,
        ],
        defaultSubcommand: DashboardCommand.self)

    /// Names that may follow global options.
    static var commandNames: Set<String> {
        Set(configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"])
    }
}

/// The version that `--version` and `doctor` print.
enum MagnusVersion {
    static let text = "0.1.0"
}
