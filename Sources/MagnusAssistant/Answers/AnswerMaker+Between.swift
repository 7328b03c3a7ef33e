import MagnusDomain

/// What two figures of a row make together, the entry of one option of it, and a breakeven that is none.
extension AnswerMaker {
    /// Behind rows told by two figures: what their closing frees, or how much more can be lost.
    func sayBetween(_ measures: [RowFigures.Measure], _ rows: [StrategyValuation]) {
        guard rows.count <= 4 else { return }
        let asked = Set(measures)
        if asked == [.collateral, .costToClose] { sayFreed(rows) }
        if asked == [.maximumLoss, .profit] { sayFurtherLoss(rows) }
    }

    private func sayFreed(_ rows: [StrategyValuation]) {
        for row in rows {
            let cite = cite(row)
            let freed = row.collateral.combined(with: row.costToClose) { $0 - $1 }
            guard freed.value != nil else { continue }
            out.line(
                "Closing \(name(row)) frees \(out.dollars(freed, "freed by closing", cite, formula: "collateral - cost to close")) of cash: the collateral it reserves less the cost to close."
            )
        }
        out.line("Buying power on margin follows the requirement of the account, which is not worked out anew here.")
    }

    private func sayFurtherLoss(_ rows: [StrategyValuation]) {
        for row in rows {
            // An open profit would be lost too.
            let more = row.maximumLoss.combined(with: row.unrealizedProfit) { $0 + $1 }
            guard more.value != nil else { continue }
            out.line(
                "From here \(name(row)) can lose \(out.dollars(more, "loss still possible", cite(row), formula: "maximum loss + open P/L")) more: the maximum loss and the open P/L together."
            )
        }
    }

    /// What the option that the question names was opened at; its row as a whole is another figure.
    func sayLegs(_ rows: [StrategyValuation]) {
        guard let strike = entities.contract.strike else { return }
        let thousandths = Int((strike * 1000).rounded())
        for row in rows {
            for leg in row.legs {
                guard case .option(let contract) = leg.position.instrument,
                    contract.strikeThousandths == thousandths,
                    entities.contract.right == nil || entities.contract.right == contract.right,
                    entities.contract.expiry == nil || entities.contract.expiry == contract.expiry
                else { continue }
                let cite = cite(row)
                let price = Figure(leg.position.averagePrice, else: .notApplicable)
                let size = leg.position.quantity.magnitude.value * Double(contract.multiplier)
                let side: Fragment = leg.position.quantity.isShort ? "received" : "paid"
                out.line(
                    "\(out.quote(leg.position.quantity.signedText)) \(out.quote(contract.underlying)) \(out.quote(contract.shortName)) \(out.date(contract.expiry, today: today)): \(side) \(out.price(price, "average price", cite)) a share, \(out.dollars(price.map { $0 * size }, "price of the option at its opening", cite, formula: "average price x contracts x multiplier")) without fees; this option's P/L \(out.dollars(leg.unrealizedProfit, "P/L of the option", cite, signed: true))."
                )
            }
        }
    }

    var asksBreakeven: Bool {
        question.words.contains { $0.text.hasPrefix("breakeven") || $0.typed.lowercased().hasPrefix("breakeven") }
    }

    /// Why a row has no breakeven.
    func withoutBreakeven(_ row: StrategyValuation, _ cite: Int) -> Fragment {
        guard let most = row.maximumProfit.value, most < 0 else {
            return "Breakeven of \(name(row)): none is known."
        }
        return
            "Breakeven of \(name(row)): none, at expiry it makes \(out.dollars(row.maximumProfit, "maximum profit", cite, signed: true)) at the most."
    }
}
