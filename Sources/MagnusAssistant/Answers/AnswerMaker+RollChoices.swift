import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// Rolls that are possible now, at the prices that trade.
extension AnswerMaker {
    private static let mostDays = 60
    private static let shownRolls = 3

    /// Where a question wants the strike: "roll it up", "down and out".
    private var strikeDirection: Double {
        let texts = Set(question.words.map(\.text))
        if texts.contains("up") { return 1 }
        return texts.contains("down") || texts.contains("lower") ? -1 : 0
    }

    /// A strike that is named besides that of the position: "roll the KO 75P to 72.5".
    private func strikeAsked(_ contract: OptionContract) -> Double? {
        let texts = question.words.map(\.text)
        for index in question.words.indices.dropFirst() where ["to", "at", "strike"].contains(texts[index - 1]) {
            guard case .number(let value) = question.words[index].meaning, value > 0, value != contract.strike,
                !["days", "day", "weeks", "week", "dte"].contains(
                    texts.indices.contains(index + 1) ? texts[index + 1] : "")
            else { continue }
            return value
        }
        return nil
    }

    /// Later expiries, in the days that a question names or within sixty days: at the same strike those that bring a
    /// credit, at another strike that is asked for what each brings or costs.
    func rolls(_ row: StrategyValuation, _ short: PositionValuation, _ contract: OptionContract) async {
        guard row.legs.filter(Self.isShortOption).count == 1 else {
            return out.line("Rolls of several short options at once are not told here; the roll picker has them.")
        }
        guard let chain = await data.chain(of: row.symbol) else {
            out.line("Rolls are unknown: no source has the chain of \(out.quote(row.symbol)).")
            return
        }
        guard let ask = short.ask, ask > 0 else {
            out.line("Rolls are unknown: the option has no ask to buy it back at.")
            return
        }
        let span = entities.span.flatMap { $0.last > contract.expiry ? $0 : nil }
        let later = chain.expiries.filter { expiry in
            expiry.expiry > contract.expiry
                && (span.map { $0.contains(expiry.expiry) } ?? (expiry.daysToExpiry <= Self.mostDays))
        }
        guard !later.isEmpty else {
            let listed = chain.expiries.filter { $0.expiry > contract.expiry }.prefix(4)
                .map { out.date($0.expiry, today: today) }.joined(", ")
            return out.line(
                "No roll\(span.map { " \(out.quote($0.label))" as Fragment } ?? Fragment()): no later expiry is listed on those days\(listed.isEmpty ? Fragment() : "; listed are \(listed)")."
            )
        }
        let named = strikeAsked(contract)
        let isElsewhere = named != nil || strikeDirection != 0
        var shown = 0
        var debits = 0
        for expiry in later where shown < Self.shownRolls {
            guard let target = target(in: expiry, contract, named), let bid = target.bid, bid > 0 else { continue }
            let net = bid - ask
            if net <= 0, !isElsewhere {
                debits += 1
                continue
            }
            describe(target, net: net, chain, expiry, row, short, contract)
            shown += 1
        }
        guard shown == 0 else { return }
        let words: Fragment =
            debits > 0
            ? "every later expiry listed costs a debit at the natural price"
            : "no later expiry of that strike is quoted within the limit"
        out.line(
            isElsewhere
                ? "No roll to such a strike: none is listed and quoted in the later expiries."
                : "No roll for a credit at the same strike\(span.map { " \(out.quote($0.label))" as Fragment } ?? Fragment()): \(words)."
        )
    }

    /// The option of an expiry that the position would be rolled to: of the same strike, of the next one up or down, or of
    /// the strike that is named.
    private func target(in expiry: ExpiryAnalysis, _ contract: OptionContract, _ named: Double?) -> ContractAnalysis? {
        let options = expiry.contracts.filter { $0.contract.right == contract.right && !$0.isAdjusted }
        if let named {
            let thousandths = Int((named * 1000).rounded())
            return options.first { $0.contract.strikeThousandths == thousandths }
        }
        let direction = strikeDirection
        guard direction != 0 else {
            return options.first { $0.contract.strikeThousandths == contract.strikeThousandths }
        }
        let beyond = options.filter {
            Double($0.contract.strikeThousandths - contract.strikeThousandths) * direction > 0
        }
        return beyond.min {
            abs($0.contract.strikeThousandths - contract.strikeThousandths)
                < abs($1.contract.strikeThousandths - contract.strikeThousandths)
        }
    }

    private func describe(
        _ target: ContractAnalysis, net: Double, _ chain: ChainAnalysis, _ expiry: ExpiryAnalysis,
        _ row: StrategyValuation, _ short: PositionValuation, _ contract: OptionContract
    ) {
        let source = cite(chain, target)
        let event = context.market.underlyings[row.symbol]?.profile.earnings.first {
            Self.lastDay(of: $0) >= today && Self.firstDay(of: $0) <= expiry.expiry
        }
        // An unconfirmed date may come earlier than it is announced.
        let earnings: Fragment =
            event.map {
                $0.date <= expiry.expiry
                    ? ", earnings \(out.date($0.date, today: today)) inside"
                    : ", earnings \(out.date($0.date, today: today)), unconfirmed: they may come before the expiry"
            } ?? Fragment()
        let strike = target.contract.strike
        let breakeven =
            contract.right == .put
            ? strike - net - (short.position.averagePrice ?? 0) : strike + net + (short.position.averagePrice ?? 0)
        let text: Fragment =
            short.position.averagePrice == nil
            ? Fragment()
            : ", breakeven \(out.price(Figure(breakeven), "breakeven with all premiums", source, formula: "strike less premiums"))"
        out.line(
            "Roll to \(name(chain, target.contract)): \(out.price(Figure(abs(net)), "net of the roll at the natural price", source, formula: "bid of the new - ask of the old")) a share \(net > 0 ? "received" : "paid") at the natural price\(text)\(earnings)."
        )
    }
}
