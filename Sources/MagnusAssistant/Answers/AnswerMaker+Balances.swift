import MagnusDomain

extension AnswerMaker {
    private func eachAccount(_ write: (AccountValuation, Int) -> Fragment) {
        out.record("balances", rows: book.accounts.count)
        guard !book.accounts.isEmpty else {
            out.line("No account is known, so no balance is known.")
            return
        }
        for account in book.accounts {
            out.line("\(out.quote(account.account.name)): \(write(account, cite(account))).")
        }
        if let first = book.accounts.first { offerExplain("account/\(first.account.name)", "cash") }
    }

    /// Accounts that a question for all of them means and that are in no figure.
    func sayHiddenAccounts() {
        // As typed too: "accounts" may be brought to one account.
        let words = Set(question.words.map(\.text)).union(question.words.map { $0.typed.lowercased() })
        let ofBalances: Set<Intent> = [.cash, .netLiquidation, .marginUse]
        guard !context.hiddenAccounts.isEmpty, filter.accounts.isEmpty,
            question.readsOpenRows || question.takesLedger || ofBalances.contains(question.intent),
            !words.isDisjoint(with: ["accounts", "both", "each", "every", "everywhere"])
        else { return }
        let names = context.hiddenAccounts.map { out.quote($0.name) }.joined(", ")
        out.line(
            "Not shown, so in no figure here: \(names); \(out.quote(":accounts")) shows one account or all, on the command line \(out.quote("--account all"))."
        )
    }

    func cash() {
        eachAccount { account, cite in
            var text: Fragment =
                "cash \(out.dollars(account.cashFigure, "cash", cite)), reserved by shorts \(out.dollars(account.reservedCash, "reserved cash", cite)), free \(out.dollars(account.freeCash, "free cash", cite))"
            if let funds = account.treasuryBillFunds.value, funds != 0 {
                text = text + "; T-bill funds \(out.dollars(account.treasuryBillFunds, "T-bill funds", cite)) besides"
            }
            if account.settledCash != account.cash {
                text = text + "; settled \(out.dollars(account.settledCashFigure, "settled cash", cite))"
            }
            return text
        }
        if book.accounts.count > 1 {
            let cite = citeBook()
            func sum(_ path: KeyPath<AccountValuation, Figure>) -> Figure {
                Self.sum(book.accounts.map { $0[keyPath: path] })
            }
            out.line(
                "Together: cash \(out.dollars(sum(\.cashFigure), "cash of all accounts", cite, formula: "sum")), reserved by shorts \(out.dollars(sum(\.reservedCash), "reserved cash of all accounts", cite, formula: "sum")), free \(out.dollars(sum(\.freeCash), "free cash of all accounts", cite, formula: "sum"))."
            )
        }
        reservedByExpiry()
        sayRoom()
    }

    /// What is free for new trades and what is full, in the words of the scan.
    func sayRoom() {
        guard let scan = context.scans.first, !scan.room.isEmpty else { return }
        let cite = out.cite(
            "scan", scan.strategy.rawValue, passage: scan.room, reference: "scan:\(scan.strategy.rawValue)",
            age: max(0, context.now.seconds(since: scan.scannedAt)))
        out.line("For new trades: \(out.quote(scan.room, cite)).")
    }

    private static func isShares(_ leg: PositionValuation) -> Bool {
        if case .stock = leg.position.instrument { return true }
        return false
    }

    /// When the reserve of short options comes free or is called for.
    private func reservedByExpiry() {
        var amounts: [CalendarDate: Figure] = [:]
        for row in book.strategies where (row.entryPrice.value ?? 1) > 0 {
            guard let expiry = row.expiry, row.collateral.value != nil, row.legs.contains(where: Self.isShortOption),
                !row.legs.contains(where: Self.isShares)
            else { continue }
            amounts[expiry] = (amounts[expiry] ?? .known(0, .fresh)).combined(with: row.collateral) { $0 + $1 }
        }
        guard !amounts.isEmpty else { return }
        let cite = citeBook()
        let parts = amounts.sorted { $0.key < $1.key }.map { entry in
            "\(out.date(entry.key, today: today)) \(out.dollars(entry.value, "reserve of an expiry", cite, formula: "sum of collateral"))"
                as Fragment
        }
        out.line("Reserved by expiry: \(parts.joined(", ")).")
    }

    func netLiquidation() {
        eachAccount { account, cite in
            "net liquidation \(out.dollars(account.netLiquidation, "net liquidation", cite)), day \(out.dollars(account.dayProfit, "day P/L", cite, signed: true)), cash \(out.dollars(Figure(account.cash.dollars), "cash", cite))"
        }
        guard book.accounts.count > 1 else { return }
        let cite = citeBook()
        // One that is not known makes no sum smaller: it is counted as missing.
        let net = sum(\.netLiquidation)
        let day = sum(\.dayProfit)
        let cash = Figure(book.accounts.reduce(0) { $0 + $1.cash.dollars })
        out.line(
            "Together: net liquidation \(out.dollars(net, "net liquidation of all accounts", cite)), day \(out.dollars(day, "day P/L of all accounts", cite, signed: true)), cash \(out.dollars(cash, "cash of all accounts", cite, formula: "sum"))."
        )
    }

    /// The known figures of the accounts shown, with how many parts of them are unknown.
    private func sum(_ path: KeyPath<AccountValuation, Total>) -> Total {
        let parts = book.accounts.map { $0[keyPath: path] }
        var sum = FilteredBook.total(parts.map(\.figure))
        sum.unknownCount += parts.reduce(0) { $0 + ($1.figure.value == nil ? 0 : $1.unknownCount) }
        return sum
    }

    func marginUse() {
        eachAccount { account, cite in
            "buying power \(out.dollars(account.buyingPower, "buying power", cite)), used \(out.percent(account.buyingPowerUsedFraction, "buying power used", cite)), requirement \(out.dollars(account.marginRequirement, "requirement", cite)) (\(out.quote(account.marginKind))), free cash \(out.dollars(account.freeCash, "free cash", cite))"
        }
        if NearRules.asksExcess(RuleWords(question.words)) {
            out.line(
                "The excess is that buying power: in a margin account net liquidation less the requirement, in a cash account the free cash. The figure of a broker with rules of its own may be another."
            )
        }
        guard book.accounts.count > 1 else { return }
        let cite = citeBook()
        func sum(_ path: KeyPath<AccountValuation, Figure>) -> Figure {
            Self.sum(book.accounts.map { $0[keyPath: path] })
        }
        out.line(
            "Together: buying power \(out.dollars(sum(\.buyingPower), "buying power of all accounts", cite, formula: "sum")), requirement \(out.dollars(sum(\.marginRequirement), "requirement of all accounts", cite, formula: "sum")), free cash \(out.dollars(sum(\.freeCash), "free cash of all accounts", cite, formula: "sum")); none of them serves another account."
        )
    }

    func concentration() {
        guard !isBookEmpty else { return sayEmptyBook() }
        let cite = citeBook()
        let net = Self.sum(book.accounts.map(\.netLiquidation.figure))
        func shares(_ key: (StrategyValuation) -> String?) -> [(key: String, amount: Figure)] {
            var amounts: [String: Figure] = [:]
            for row in book.strategies {
                guard let name = key(row), row.collateral.value != nil else { continue }
                amounts[name] = (amounts[name] ?? .known(0, .fresh)).combined(with: row.collateral) { $0 + $1 }
            }
            return amounts.map { ($0.key, $0.value) }.sorted { ($1.1.value ?? 0, $0.0) < ($0.1.value ?? 0, $1.0) }
        }
        func text(_ entry: (key: String, amount: Figure)) -> Fragment {
            let share = entry.amount.combined(with: net) { $1 > 0 ? $0 / $1 : .nan }
            return
                "\(out.quote(entry.key)) \(out.dollars(entry.amount, "collateral", cite, formula: "sum of collateral")) = \(out.percent(share, "share of net liquidation", cite, formula: "collateral / net liquidation"))"
        }
        let symbols = shares { $0.symbol }
        let sectors = shares { $0.legs.first.map(\.sector) }
        out.record("concentration", rows: symbols.count)
        guard !symbols.isEmpty else {
            out.line("No row has a known collateral, so shares are unknown.")
            return
        }
        if let symbol {
            guard let entry = symbols.first(where: { $0.key == symbol }) else { return nothingHeld(symbol) }
            out.line("Collateral in \(text(entry)) of net liquidation.")
            return
        }
        out.line("Collateral by name, against net liquidation: \(symbols.prefix(3).map(text).joined("; ")).")
        out.line("By sector: \(sectors.prefix(3).map(text).joined("; ")).")
        let missing = book.strategies.filter { $0.collateral.value == nil }.count
        if missing > 0 {
            out.line("\(out.counted(missing, "row", cite)) \(missing == 1 ? "has" : "have") no known collateral.")
        }
        sayRoom()
    }
}
