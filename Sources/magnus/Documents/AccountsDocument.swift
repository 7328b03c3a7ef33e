import MagnusDesk
import MagnusDomain

/// `magnus accounts`: the accounts of this home.
enum AccountsDocument {
    /// - Parameter selected: the account that commands use without `--account`.
    static func json(_ accounts: [Account], selected: String, envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set(
            "accounts",
            accounts.map { account in
                var entry = DocumentObject()
                entry.set("name", text: account.name)
                entry.set("broker", text: account.broker)
                entry.set("kind", text: account.kind.rawValue)
                entry.set("rules", text: account.rules.rawValue)
                entry.set("currency", text: account.currency)
                entry.set("selected", .bool(account.name == selected))
                return entry
            })
        return envelope.document(content)
    }

    static func text(_ accounts: [Account], selected: String, format: FigureFormat = FigureFormat()) -> [String] {
        guard !accounts.isEmpty else { return ["No accounts. magnus import FILE reads a broker's export."] }
        var table = TextTable([
            .left(""), .left("Account"), .left("Broker"), .left("Kind"), .left("Rules"), .left("Currency"),
        ])
        for account in accounts {
            table.add([
                account.name == selected ? "*" : "", account.name, account.broker, account.kind.rawValue,
                account.rules.rawValue, account.currency,
            ])
        }
        return table.lines
    }
}
