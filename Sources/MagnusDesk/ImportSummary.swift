import MagnusDomain

/// What an import did, or would do: every row read is imported, known already, or skipped with a reason.
public struct ImportSummary: Sendable, Hashable {
    public struct Rows: Sendable, Hashable {
        /// Data rows, the header and blank lines apart; the sum of the other three.
        public var read: Int
        public var imported: Int
        /// Known already, from this import or an earlier one.
        public var duplicate: Int
        public var skipped: Int

        public init(read: Int, imported: Int, duplicate: Int, skipped: Int) {
            self.read = read
            self.imported = imported
            self.duplicate = duplicate
            self.skipped = skipped
        }
    }

    /// Rows that were skipped, or deserve a look, for one and the same reason.
    public struct Reason: Sendable, Hashable {
        public var text: String
        public var count: Int
        /// From 1; nil when the whole file is meant.
        public var firstLine: Int?

        public init(text: String, count: Int, firstLine: Int?) {
            self.text = text
            self.count = count
            self.firstLine = firstLine
        }
    }

    /// One file, or the part of it that belongs to one account.
    public struct File: Sendable, Hashable {
        public var path: String
        /// The broker as people write it.
        public var broker: String
        public var account: String
        /// New York dates of the rows that were understood; nil when there are none.
        public var firstDate: CalendarDate?
        public var lastDate: CalendarDate?
        public var rows: Rows
        /// Most frequent first.
        public var skipped: [Reason]
        public var warnings: [Reason]

        public init(
            path: String, broker: String, account: String, firstDate: CalendarDate?, lastDate: CalendarDate?,
            rows: Rows, skipped: [Reason], warnings: [Reason]
        ) {
            self.path = path
            self.broker = broker
            self.account = account
            self.firstDate = firstDate
            self.lastDate = lastDate
            self.rows = rows
            self.skipped = skipped
            self.warnings = warnings
        }
    }

    /// Nothing was stored.
    public var isDryRun: Bool
    public var files: [File]
    public var totals: Rows
    /// The accounts concerned, at least one.
    public var accounts: [String]
    /// Instruments held after the import, all accounts of it together.
    public var openPositions: Int
    /// Of those accounts after the import, fees included.
    public var realizedProfit: Money
    /// What the rows are, as the report names it, by count; kinds that do not occur are left out.
    public var events: [Event] = []

    /// How many rows are of one kind.
    public struct Event: Sendable, Hashable {
        /// In the plural: `trades`, `symbol changes`.
        public var name: String
        public var count: Int

        public init(name: String, count: Int) {
            self.name = name
            self.count = count
        }
    }

    public init(
        isDryRun: Bool, files: [File], totals: Rows, accounts: [String], openPositions: Int, realizedProfit: Money
    ) {
        self.isDryRun = isDryRun
        self.files = files
        self.totals = totals
        self.accounts = accounts
        self.openPositions = openPositions
        self.realizedProfit = realizedProfit
    }

    /// One line: `schwab-1234: would import 40 of 41 rows, 0 known, 1 skipped`.
    public var line: String {
        "\(accounts.joined(separator: ", ")): \(isDryRun ? "would import" : "imported") \(totals.imported) of "
            + "\(CountedNoun.text(totals.read, "row")), \(totals.duplicate) known, \(totals.skipped) skipped"
    }
}
