import MagnusDomain
import MagnusQuant

/// Short options by what stands behind them.
extension AnswerMaker {
    /// Calls, puts or both, as the question names them.
    func naked(_ rows: [StrategyValuation]) {
        let words = Set(question.words.map(\.text))
        let (puts, calls) = (!words.isDisjoint(with: ["put", "puts"]), !words.isDisjoint(with: ["call", "calls"]))
        if calls || !puts { nakedCalls(rows) }
        if puts || !calls { nakedPuts(rows) }
    }

    /// Short calls by what stands behind them in their own row: shares, a long call that lives as long, or nothing.
    private func nakedCalls(_ rows: [StrategyValuation]) {
        func calls(_ row: StrategyValuation, short: Bool) -> [(OptionContract, Double)] {
            row.legs.compactMap { leg in
                guard case .option(let contract) = leg.position.instrument, contract.right == .call,
                    leg.position.quantity.isShort == short
                else { return nil }
                return (contract, leg.position.quantity.magnitude.value)
            }
        }
        let withCalls = rows.filter { !calls($0, short: true).isEmpty }
        guard !withCalls.isEmpty else {
            out.line("No short call is held.")
            return
        }
        var naked: [(StrategyValuation, Double)] = []
        var covered: [StrategyValuation] = []
        var unsure: [StrategyValuation] = []
        for row in withCalls {
            let sold = calls(row, short: true)
            let last = sold.map(\.0.expiry).max() ?? today
            // Of shares that a call takes nobody knows how many of, none is known to be behind this one.
            let isClaimed = areSharesClaimed(beside: row)
            let shares = row.legs.reduce(0.0) { sum, leg in
                if case .stock = leg.position.instrument { return sum + max(0, leg.position.quantity.value) }
                return sum
            }
            let bought = calls(row, short: false).filter { $0.0.expiry >= last }.reduce(0) { $0 + $1.1 }
            let size = Double(sold.first?.0.multiplier ?? 100)
            let behind = size > 0 && !isClaimed ? (shares / size).rounded(.down) : 0
            let open = sold.reduce(0) { $0 + $1.1 } - bought - behind
            if open > 0, isClaimed {
                unsure.append(row)
            } else if open > 0 {
                naked.append((row, open))
            } else {
                covered.append(row)
            }
        }
        if !unsure.isEmpty {
            out.line(
                "Whether shares cover these is unknown, for nobody knows how many an adjusted call beside them takes: \(unsure.prefix(6).map(dated).joined(", "))\(unsure.count > 6 ? " and others" : Fragment())."
            )
            for row in unsure { remember(row) }
        }
        if naked.isEmpty, unsure.isEmpty {
            out.line("No short call is naked: shares or a long call of its row stand behind each.")
        } else if !naked.isEmpty {
            out.line("Naked, with neither shares nor a long call in the row behind them:")
            for (row, count) in naked {
                out.line("\(dated(row)): \(out.counted(count, "call", cite(row)))")
                remember(row)
            }
        }
        guard !covered.isEmpty else { return }
        out.line("Covered: \(covered.prefix(6).map(dated).joined(", ")).")
        if naked.isEmpty, unsure.isEmpty { for row in covered.prefix(6) { remember(row) } }
    }

    /// Whether the account holds shares of a row's name of which a call, one of the row or beside it, takes an unknown number.
    private func areSharesClaimed(beside row: StrategyValuation) -> Bool {
        let legs = book.strategies.filter { $0.account == row.account && $0.symbol == row.symbol }.flatMap(\.legs)
        let hasShares = legs.contains { leg in
            if case .stock = leg.position.instrument { return !leg.position.quantity.isShort }
            return false
        }
        return hasShares && legs.contains(where: \.position.isCallOfUnknownDelivery)
    }

    /// Short puts by what stands behind them: a long put of their row that lives as long, or the cash of their account.
    private func nakedPuts(_ rows: [StrategyValuation]) {
        func puts(_ row: StrategyValuation, short: Bool) -> [(OptionContract, Double)] {
            row.legs.compactMap { leg in
                guard case .option(let contract) = leg.position.instrument, contract.right == .put,
                    leg.position.quantity.isShort == short
                else { return nil }
                return (contract, leg.position.quantity.magnitude.value)
            }
        }
        let withPuts = rows.filter { !puts($0, short: true).isEmpty }
        guard !withPuts.isEmpty else { return out.line("No short put is held.") }
        let alone = withPuts.filter { row in
            let sold = puts(row, short: true)
            let last = sold.map(\.0.expiry).max() ?? today
            let bought = puts(row, short: false).filter { $0.0.expiry >= last }.reduce(0) { $0 + $1.1 }
            return sold.reduce(0) { $0 + $1.1 } > bought
        }
        guard !alone.isEmpty else {
            out.line("No short put is naked: a long put of its row stands behind each.")
            for row in withPuts.prefix(6) { remember(row) }
            return
        }
        out.line(
            "Short puts with no long put of their row behind them: \(alone.prefix(8).map(dated).joined(", "))\(alone.count > 8 ? " and others" : Fragment())."
        )
        for row in alone { remember(row) }
        let names = Set(alone.map(\.account))
        for account in context.book.accounts where names.contains(account.account.name) {
            let cite = cite(account)
            let head: Fragment =
                "\(out.quote(account.account.name)): cash \(out.dollars(account.cashFigure, "cash", cite)), reserved by shorts \(out.dollars(account.reservedCash, "reserved cash", cite)), free \(out.dollars(account.freeCash, "free cash", cite))"
            guard let free = account.freeCash.value else {
                out.line("\(head): whether cash secures them is unknown.")
                continue
            }
            out.line(
                free >= 0
                    ? "\(head): cash secures each of them, none is naked."
                    : "\(head): the cash does not secure all of them, what is missing is naked.")
        }
    }
}
