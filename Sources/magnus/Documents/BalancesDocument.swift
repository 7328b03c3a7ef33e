import MagnusDesk
import MagnusDomain

/// `magnus balances`: cash, net liquidation and what is reserved, by account.
enum BalancesDocument {
    static func json(_ book: BookValuation, envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set("accounts", book.accounts.map(entry))
        return envelope.document(content)
    }

    private static func entry(_ valuation: AccountValuation) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("id", text: "account/\(valuation.account.name)")
        entry.set("account", text: valuation.account.name)
        entry.set("broker", text: valuation.account.broker)
        entry.set("currency", text: valuation.account.currency)
        entry.set("cash", valuation.cashFigure)
        entry.set("settled_cash", valuation.settledCashFigure)
        entry.set("net_liquidation", valuation.netLiquidation)
        entry.set("buying_power", valuation.buyingPower)
        entry.set("buying_power_used_fraction", valuation.buyingPowerUsedFraction)
        entry.set("margin_requirement", valuation.marginRequirement)
        entry.set("margin_kind", valuation.marginKind, else: .noSource)
        entry.set("collateral", valuation.reservedCash)
        entry.set("free_cash", valuation.freeCash)
        entry.set("treasury_bill_funds", valuation.treasuryBillFunds)
        entry.set("day_pnl", valuation.dayProfit)
        entry.set("total_pnl", valuation.totalProfit)
        entry.set("unknown_count", .integer(valuation.netLiquidation.unknownCount))
        entry.set("unread_rows", .integer(valuation.unreadCount))
        entry.set("other_assets", .array(valuation.otherAssets.map { .string($0) }))
        entry.set("source", valuation.source, else: .noSource)
        entry.set("age_seconds", valuation.ageSeconds, else: .noSource)
        entry.closeWithReasons(valuation.reasons)
        return entry
    }

    static func text(_ book: BookValuation, format: FigureFormat = FigureFormat()) -> [String] {
        guard !book.accounts.isEmpty else { return ["No accounts. magnus import FILE reads a broker's export."] }
        var table = TextTable([
            .left("Account"), .left("Broker"), .right("Net liq"), .right("Day"), .right("Total P/L"), .right("Cash"),
            .right("Reserved"), .right("Free"), .right("T-bill funds"), .right("Buying power"), .right("Used"),
            .left("Margin"), .right("Unknown"), .right("Age"),
        ])
        for account in book.accounts {
            let unknown = account.netLiquidation.unknownCount
            table.add([
                account.account.name, account.account.broker, format.dollars(account.netLiquidation.figure),
                format.profit(account.dayProfit.figure), format.profit(account.totalProfit.figure),
                account.cashReason == nil ? format.amount(account.cash) : format.marks.unknown,
                format.dollars(account.reservedCash), format.dollars(account.freeCash),
                format.dollars(account.treasuryBillFunds), format.dollars(account.buyingPower),
                format.percent(account.buyingPowerUsedFraction), account.marginKind,
                unknown == 0 ? "" : String(unknown), DocumentText.age(account.ageSeconds, format),
            ])
        }
        return table.lines + DocumentText.gaps(book)
    }
}
