import MagnusAnalysis
import MagnusDomain
import MagnusQuant

extension AnswerMaker {
    func cite(_ chain: ChainAnalysis, _ contract: ContractAnalysis) -> Int {
        out.cite(
            "chain", "\(chain.symbol) \(contract.contract.shortName)",
            passage: "\(contract.method), quote \(contract.state)",
            reference: contract.contract.text(in: .compact),
            age: contract.quoteAgeSeconds ?? max(0, context.now.seconds(since: chain.retrievedAt)))
    }

    func name(_ chain: ChainAnalysis, _ contract: OptionContract) -> Fragment {
        "\(out.quote("\(chain.symbol) \(contract.shortName)")) \(out.date(contract.expiry, today: today))"
    }

    /// The contract a question names: of the asked expiry, else one that is held, else the first expiry that lists it.
    private func find(in chain: ChainAnalysis) -> ContractAnalysis? {
        guard let strike = entities.contract.strike else { return nil }
        let thousandths = Int((strike * 1000).rounded())
        let asked = entities.contract.expiry
        let all = chain.expiries.flatMap(\.contracts).filter { entry in
            entry.contract.strikeThousandths == thousandths
                && (entities.contract.right == nil || entry.contract.right == entities.contract.right)
                && (asked == nil || entry.contract.expiry == asked)
                && (entities.span == nil || asked != nil || entities.span?.contains(entry.contract.expiry) == true)
        }
        let held = Set(
            book.strategies.flatMap(\.legs).compactMap { leg -> OptionContract? in
                if case .option(let contract) = leg.position.instrument { contract } else { nil }
            })
        return all.first { held.contains($0.contract) } ?? all.first
    }

    func contractFigures() async {
        guard let symbol else { return whichSymbol() }
        guard entities.contract.strike != nil else {
            return question.words.contains { ["chain", "chains"].contains($0.text) }
                ? await chainTable(symbol) : await position()
        }
        guard let chain = await data.chain(of: symbol) else {
            // A held leg is valued without its chain.
            if !rows().isEmpty { return await position() }
            return noChain(symbol)
        }
        out.record("contract", ["symbol": symbol], rows: 1)
        guard let found = find(in: chain) else {
            out.line("\(out.quote(symbol)): no such contract is listed in the chain of \(out.quote(chain.source)).")
            let expiries = chain.expiries.prefix(4).map { out.date($0.expiry, today: today) }
            if !expiries.isEmpty { out.line("First expiries listed: \(expiries.joined(", ")).") }
            return
        }
        let cite = cite(chain, found)
        out.list("", symbol: symbol, title: found.contract.shortName)
        out.line(
            "\(name(chain, found.contract)): bid \(out.price(Figure(found.bid, else: .noMarket), "bid", cite)) ask \(out.price(Figure(found.ask, else: .noMarket), "ask", cite)), implied volatility \(out.percent(found.impliedVolatility, "implied volatility", cite, decimals: 1)), delta \(out.decimal(found.delta, "delta of one long option per share", cite, decimals: 2, signed: true))."
        )
        out.line(
            "Theta \(out.decimal(found.thetaPerDay, "theta per share and day", cite, decimals: 3, signed: true)) and vega \(out.decimal(found.vegaPerPoint, "vega per share and point", cite, decimals: 3, signed: true)) a share; sold at mid, profit probability \(out.percent(found.probabilityOfProfit, "probability of profit", cite)), touch \(out.percent(found.probabilityOfTouch, "probability of touch", cite))."
        )
        let interest = Figure(found.openInterest.map(Double.init), else: .noSource)
        let volume = Figure(found.volume.map(Double.init), else: .noSource)
        out.more(
            "Open interest \(out.decimal(interest, "open interest", cite)), volume \(out.decimal(volume, "volume", cite))."
        )
        sayCredit(found, cite)
        for row in book.strategies where row.symbol == symbol {
            if let leg = row.legs.first(where: { $0.position.instrument == .option(found.contract) }) {
                // Of a row with other legs the option that is asked about has a profit of its own.
                let own: Fragment =
                    row.legs.count > 1
                    ? ", \(out.dollars(leg.unrealizedProfit, "P/L of the leg", self.cite(row), signed: true)) of it this option's (\(out.quote(leg.position.quantity.signedText)))"
                    : Fragment()
                out.line(
                    "Held in \(name(row)), P/L \(out.dollars(row.unrealizedProfit, "P/L", self.cite(row), signed: true))\(own)."
                )
                out.list(row.id, symbol: row.symbol, title: row.title)
            }
        }
        // "The IV of my put against its IV rank": the rank is one of the name.
        if question.words.contains(where: { ["rank", "percentile"].contains($0.text) }) { await volatilityRank() }
        out.offer("details", "Chain", ["symbol": symbol])
    }

    func strikeByDelta() async {
        guard let symbol else { return whichSymbol() }
        guard let wanted = entities.delta else {
            return out.line(
                "Which delta? For example a third of a share is often sold; a number makes the question complete.")
        }
        guard let chain = await data.chain(of: symbol) else { return noChain(symbol) }
        let right = entities.contract.right ?? .put
        let target = entities.daysToExpiry ?? 38
        let expiries = chain.expiries.filter { expiry in
            expiry.daysToExpiry > 0 && (entities.span.map { $0.contains(expiry.expiry) } ?? true)
        }.sorted { (abs($0.daysToExpiry - target), $0.expiry) < (abs($1.daysToExpiry - target), $1.expiry) }
        out.record("strike_by_delta", ["symbol": symbol], rows: min(2, expiries.count))
        var isAnswered = false
        for expiry in expiries.prefix(entities.span == nil ? 2 : 3) {
            let options = expiry.contracts.filter {
                $0.contract.right == right && $0.delta.value != nil && !$0.isAdjusted
            }
            guard
                let best = options.min(by: {
                    let left = abs(abs($0.delta.value ?? 9) - wanted)
                    let right = abs(abs($1.delta.value ?? 9) - wanted)
                    return left != right ? left < right : $0.contract.strikeThousandths < $1.contract.strikeThousandths
                })
            else { continue }
            let cite = cite(chain, best)
            out.line(
                "\(name(chain, best.contract)), \(out.count(expiry.daysToExpiry, "days to expiry", cite)) days: delta \(out.decimal(best.delta, "delta", cite, decimals: 2, signed: true)), bid \(out.price(Figure(best.bid, else: .noMarket), "bid", cite)) ask \(out.price(Figure(best.ask, else: .noMarket), "ask", cite)), profit probability if sold \(out.percent(best.probabilityOfProfit, "probability of profit", cite))"
            )
            out.list("", symbol: symbol, title: best.contract.shortName)
            isAnswered = true
        }
        if !isAnswered {
            out.line("\(out.quote(symbol)): no listed \(right == .put ? "put" : "call") there has a known delta.")
        }
    }

    // MARK: - Roll, close or take

    func decision() async {
        guard !isBookEmpty else { return sayEmptyBook() }
        guard symbol != nil || question.subject != nil else {
            out.line(
                "Which position? A symbol, or the row under the cursor, names it. Shorts that ask for a look first:")
            for row in book.strategies.filter({ $0.expiry != nil }).sorted(by: Self.attention).prefix(3) {
                out.line(
                    "\(dated(row)), P/L \(out.dollars(row.unrealizedProfit, "P/L", cite(row), signed: true))"
                )
                remember(row)
            }
            return
        }
        if let together = rowsDecidedTogether { return await decideTogether(together) }
        let rows = rows().sorted(by: Self.attention)
        guard let row = rows.first(where: { $0.legs.contains(where: Self.isShortOption) }) ?? rows.first else {
            return nothingHeld(symbol ?? "")
        }
        await decide(row)
    }

    /// Roll, close or take: the figures of each choice for one row.
    func decide(_ row: StrategyValuation) async {
        let cite = cite(row)
        out.record("decision", ["row": row.id], rows: 1)
        remember(row)
        guard let short = row.legs.first(where: Self.isShortOption) else {
            out.line("\(name(row)) holds no short option: there is nothing to roll.")
            describe(row)
            return
        }
        out.line(
            "\(dated(row)): P/L \(out.dollars(row.unrealizedProfit, "P/L", cite, signed: true)), spot \(out.price(short.underlyingPrice, "spot", cite)), assignment \(out.percent(row.assignmentProbability, "assignment probability", cite)), intent on file: \(Fragment([.words(row.intent.rawValue)]))."
        )
        let rolled = await rollReport(of: row)
        var closing: Fragment = "Closing costs \(out.dollars(row.costToClose, "cost to close", cite))"
        if case .success(let report) = rolled { closing = buyingBack(report) }
        if row.leftPerYear.value != nil {
            closing =
                closing
                + "; what is left earns \(out.percent(row.leftPerYear, "left per year", cite)) a year on the collateral"
        }
        out.line(closing + ".")
        alternative(of: row, short, cite)
        rolls(rolled)
        out.line(
            "The figures describe each choice; which fits depends on whether the shares and the cash are wanted there.")
        offerRow(row)
        offerExplain(row.id, "unrealized_pnl")
    }

    static func isShortOption(_ leg: PositionValuation) -> Bool {
        if case .option = leg.position.instrument { leg.position.quantity.isShort } else { false }
    }

    /// What the buy-back costs and realises, at the prices that trade.
    private func buyingBack(_ report: RollReport) -> Fragment {
        let whole = report.form == .shortOption || report.form == .creditSpread
        return "\(whole ? "Closing" : "Buying the short option back") \(costAndResult(report))"
    }

    /// The same behind the name of a row, with what stays where only a part is closed.
    func closingText(_ report: RollReport) -> Fragment {
        switch report.form {
        case .shortOption, .creditSpread: "closing \(costAndResult(report))"
        case .coveredCall: "buying the call back \(costAndResult(report)); the shares stay"
        case .calendar: "buying the short option back \(costAndResult(report)); the long one stays"
        }
    }

    private func costAndResult(_ report: RollReport) -> Fragment {
        let cite = citeRolls(report)
        let cost = report.buyBack.map { $0 * report.shares }
        return
            "costs \(out.dollars(cost, "cost to buy back", cite, formula: "price to buy back x contracts x multiplier")) (\(out.price(report.buyBack, "price to buy back", cite)) a share) and realises \(out.dollars(report.realized, "realised by buying back", cite, signed: true, formula: "(premium - price to buy back) x contracts x multiplier"))"
    }

    /// What comes of doing nothing where the option ends in the money.
    private func alternative(of row: StrategyValuation, _ short: PositionValuation, _ cite: Int) {
        let shape: RollShape
        do throws(RollRefusal) {
            shape = try RollShape(row)
        } catch {
            // The roll itself is refused with the same words.
            return
        }
        switch shape.alternative(maximumLoss: row.maximumLoss) {
        case .settleInCash: out.line("It settles in cash: no shares come or go.")
        case .keepSpread(let loss):
            out.line("Kept to the end the spread loses \(out.dollars(loss, "maximum loss", cite)) at most.")
            if shape.settlesInCash { out.more("It settles in cash: no shares come or go.") }
        case .sellShort(let count, let price, let proceeds):
            out.line(
                "If called: the account is short \(out.decimal(Figure(count), "shares", cite)) shares at \(out.price(Figure(price), "strike", cite)), with the premium \(out.price(proceeds, "price with premium", cite, formula: "strike + premium")) each."
            )
        case .deliverShares(let count, let price, let proceeds):
            out.line(
                "If called: \(out.decimal(Figure(count), "shares", cite)) shares go at \(out.price(Figure(price), "strike", cite)), with the premium \(out.price(proceeds, "price with premium", cite, formula: "strike + premium")) each."
            )
        case .takeShares(let count, let price, let basis):
            let cash = Figure(price * count)
            let gap = basis.combined(with: short.underlyingPrice) { $1 - $0 }
            out.line(
                "Taking the shares: \(out.decimal(Figure(count), "shares", cite)) at \(out.price(Figure(price), "strike", cite)) for \(out.dollars(cash, "cash for the shares", cite, formula: "strike x shares")); tax basis \(out.price(basis, "tax basis", cite, formula: "strike - premium")), spot is \(out.price(gap, "spot less basis", cite, signed: true, formula: "spot - tax basis")) from it."
            )
            if let account = book.accounts.first(where: { $0.account.name == row.account }) {
                let source = self.cite(account)
                out.more("Free cash beside the reserve: \(out.dollars(account.freeCash, "free cash", source)).")
            }
        }
    }
}
