import MagnusDomain
import MagnusQuant

extension AnswerMaker {
    /// How many shares and contracts are held, long and short apart, and what they are worth at their marks.
    func holding(_ subject: HoldingRules.Subject) {
        guard !isBookEmpty else { return sayEmptyBook() }
        let chosen = rows()
        out.record("holding", ["symbol": symbol ?? ""], rows: chosen.count)
        guard !chosen.isEmpty else {
            nothingHeld(symbol ?? "")
            if let symbol, let price = context.market.underlyings[symbol]?.quote?.last {
                let cite = out.cite("quotes", symbol, reference: symbol)
                out.line("\(out.quote(symbol)) trades at \(out.price(Figure(price), "last", cite)).")
            }
            return
        }
        let legs = chosen.flatMap { row in row.legs.map { (row: row, leg: $0) } }
        // "My short puts" of a spread are its short puts alone, and "the 42C" is one leg of its row.
        let counted = legs.filter { !filter.hasSide || filter.keeps($0.leg, of: $0.row) }
        let options = counted.filter { !Self.isStock($0.leg) && isAskedRight($0.leg) && isAskedStrike($0.leg) }
        let shares = entities.contract.strike == nil ? counted.filter { Self.isStock($0.leg) } : []
        if symbol != nil || question.subject != nil {
            ofNames(shares + options, subject)
            if let row = chosen.first { offerRow(row) }
            return
        }
        let cite = citeBook()
        func count(_ items: [(row: StrategyValuation, leg: PositionValuation)], _ keep: (PositionValuation) -> Bool)
            -> Double
        {
            items.filter { keep($0.leg) }.reduce(0) { $0 + $1.leg.position.quantity.magnitude.value }
        }
        func text(_ value: Double, _ noun: String) -> Fragment { out.counted(value, noun, cite) }
        let puts = options.filter { Self.right($0.leg) == .put }
        let calls = options.filter { Self.right($0.leg) == .call }
        var parts: [Fragment] = []
        if entities.contract.right != .call {
            parts.append(text(count(puts) { $0.position.quantity.isShort }, "short put"))
            parts.append(text(count(puts) { !$0.position.quantity.isShort }, "long put"))
        }
        if entities.contract.right != .put {
            parts.append(text(count(calls) { $0.position.quantity.isShort }, "short call"))
            parts.append(text(count(calls) { !$0.position.quantity.isShort }, "long call"))
        }
        let short = count(options) { $0.position.quantity.isShort }
        let long = count(options) { !$0.position.quantity.isShort }
        out.line("Contracts: \(text(short, "short contract")), \(text(long, "long contract")): \(parts.joined(", ")).")
        let names = Dictionary(grouping: shares) { $0.row.symbol }.sorted { $0.key < $1.key }
        let held = names.map { name, items in
            let sum = items.reduce(0) { $0 + $1.leg.position.quantity.value }
            return "\(out.quote(name)) \(out.decimal(Figure(sum), "shares", cite))" as Fragment
        }
        out.line(held.isEmpty ? "Shares: none." : "Shares: \(held.joined(", ")).")
        if subject == .value {
            let values = (shares + options).map(\.leg.marketValue)
            let sum = out.dollars(
                Self.sum(values), "market value", cite, signed: true,
                formula: "sum of marks x quantity, shorts negative")
            out.line("Together worth \(sum) at their marks, shorts negative.")
        }
    }

    /// Each leg under the name of its own row: several names may be asked for in one breath.
    private func ofNames(
        _ items: [(row: StrategyValuation, leg: PositionValuation)], _ subject: HoldingRules.Subject
    ) {
        let asksShares = question.words.contains { ["share", "shares", "stock"].contains($0.text) }
        let asked = entities.symbols.isEmpty ? [question.subject?.symbol ?? ""] : entities.symbols
        for name in asked {
            let own = items.filter { $0.row.symbol == name }
            let cite = own.first.map { self.cite($0.row) } ?? citeBook()
            if asksShares, !own.contains(where: { Self.isStock($0.leg) }) {
                out.line("\(out.quote(name)): \(out.decimal(Figure(0), "shares", cite)) shares are held.")
            } else if own.isEmpty, asked.count > 1 {
                out.line("Nothing in \(out.quote(name)) is held.")
            }
        }
        guard !items.isEmpty else { return }
        for (row, leg) in items {
            let cite = cite(row)
            let name = out.quote(row.symbol)
            remember(row)
            let quantity = out.quote(leg.position.quantity.signedText)
            let value = out.dollars(leg.marketValue, "market value", cite, signed: true)
            switch leg.position.instrument {
            case .stock:
                let spot = out.price(leg.underlyingPrice, "spot", cite)
                out.line("\(name): \(quantity) shares, worth \(value) at \(spot).")
            case .option(let contract):
                let side: Fragment = leg.position.quantity.isShort ? "short" : "long"
                // The day it really ends: a holiday on the date of the contract moves it.
                let last = leg.daysToExpiry.map { today.adding(days: $0) } ?? contract.expiry
                out.line(
                    "\(name): \(quantity) \(out.quote(contract.shortName)) \(out.date(last, today: today)) (\(side)), worth \(value) at its mark."
                )
            }
        }
        if items.count > 1, subject == .value {
            let cite = items.first.map { self.cite($0.row) } ?? citeBook()
            let sum = out.dollars(
                Self.sum(items.map(\.leg.marketValue)), "market value", cite, signed: true, formula: "sum of the legs")
            out.line("Together \(sum), shorts negative.")
        }
    }

    private static func isStock(_ leg: PositionValuation) -> Bool {
        if case .stock = leg.position.instrument { return true }
        return false
    }

    static func right(_ leg: PositionValuation) -> OptionRight? {
        if case .option(let contract) = leg.position.instrument { return contract.right }
        return nil
    }

    /// Whether a leg has the strike that a question names; where no leg held has it, every one.
    private func isAskedStrike(_ leg: PositionValuation) -> Bool {
        guard let strike = entities.contract.strike else { return true }
        let thousandths = Int((strike * 1000).rounded())
        func has(_ leg: PositionValuation) -> Bool {
            guard case .option(let contract) = leg.position.instrument else { return false }
            return contract.strikeThousandths == thousandths && isAskedRight(leg)
        }
        return has(leg) || !rows().contains { $0.legs.contains(where: has) }
    }

    func isAskedRight(_ leg: PositionValuation) -> Bool {
        entities.contract.right == nil || Self.right(leg) == entities.contract.right
    }
}
