import MagnusDomain
import MagnusEngine
import MagnusSimulation
import MagnusStore

/// Which account is shown: the one named on the command line, else the configured one, else the last imported, else paper.
struct AccountChoice: Equatable {
    var name: String
    /// Why it is not the configured one, and what mends that.
    var problem: String?

    /// - Parameter named: what the command line asks for; it is not checked here, because a wrong name there is an error.
    init(named: String?, settings: SettingsSnapshot, database: MagnusDatabase) throws {
        let ledger = LedgerRepository(database)
        if let named {
            name = Self.resolved(named, among: try Self.known(ledger)) ?? named
            return
        }
        let fallback = try ledger.lastImportedAccount() ?? "paper"
        let configured = settings.value(SettingCatalogue.Key.account)?.string ?? ""
        guard !configured.isEmpty else {
            name = fallback
            return
        }
        guard try Self.known(ledger).contains(configured) else {
            name = fallback
            problem = Self.words(configured, shown: fallback)
            return
        }
        name = configured
    }

    /// Every name that may be configured.
    static func known(_ ledger: LedgerRepository) throws -> [String] {
        try ledger.accounts().map(\.name) + PaperBroker.standardAccounts.map(\.name) + ["all"]
    }

    /// The account a person means: the name as it is written, else the only one that differs in capitals alone.
    /// - Returns: nil where there is none, or more than one.
    static func resolved(_ name: String, among known: [String]) -> String? {
        if known.contains(name) { return name }
        let alike = Set(known.filter { $0.lowercased() == name.lowercased() })
        return alike.count == 1 ? alike.first : nil
    }

    private static func words(_ configured: String, shown: String) -> String {
        let name = HarmlessText.sanitised(configured, maximumLength: 80)
        return "setting account: there is no account \(name), \(shown) is shown; "
            + "magnus accounts lists them, magnus accounts use NAME chooses one"
    }
}
