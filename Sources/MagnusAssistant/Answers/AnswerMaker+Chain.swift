import MagnusAnalysis
import MagnusDomain
import MagnusQuant

/// The chain of a name, as the pane shows it: the strikes around the spot of one expiry.
extension AnswerMaker {
    private static let strikesEitherSide = 4

    func chainTable(_ symbol: String) async {
        guard let chain = await data.chain(of: symbol) else { return noChain(symbol) }
        let cite = out.cite(
            "chain", chain.symbol, passage: "source \(chain.source)", reference: chain.symbol,
            age: max(0, context.now.seconds(since: chain.retrievedAt)))
        out.list("", symbol: symbol, title: symbol)
        let ahead = chain.expiries.filter { $0.daysToExpiry >= 0 }
        let wanted = ahead.filter { expiry in
            entities.span.map { $0.contains(expiry.expiry) }
                ?? entities.daysToExpiry.map { expiry.daysToExpiry == $0 } ?? true
        }
        out.record("chain", ["symbol": symbol], rows: wanted.count)
        guard let expiry = wanted.first else {
            let listed = ahead.prefix(6).map { out.date($0.expiry, today: today) }.joined(", ")
            return out.line("\(out.quote(symbol)): no expiry is listed on those days; listed are \(listed).")
        }
        out.line(
            "\(out.quote(symbol)) at \(out.price(chain.spot, "spot", cite)), options of \(out.date(expiry.expiry, today: today)), \(out.counted(expiry.daysToExpiry, "day", cite)), volatility at the money \(out.percent(expiry.atTheMoneyVolatility, "at-the-money volatility", cite, decimals: 1)); bid, ask, delta, volatility:"
        )
        let rights: [OptionRight] = entities.contract.right.map { [$0] } ?? [.put, .call]
        let strikes = Set(expiry.contracts.filter { !$0.isAdjusted }.map(\.contract.strikeThousandths)).sorted()
        let spot = Int(((chain.spot.value ?? 0) * 1000).rounded())
        let middle = strikes.firstIndex { $0 >= spot } ?? strikes.count
        let shown = strikes[
            max(0, middle - Self.strikesEitherSide)..<min(strikes.count, middle + Self.strikesEitherSide)]
        out.table(
            shown.flatMap { strike in
                rights.compactMap { right -> [Fragment]? in
                    guard
                        let entry = expiry.contracts.first(where: {
                            $0.contract.strikeThousandths == strike && $0.contract.right == right && !$0.isAdjusted
                        })
                    else { return nil }
                    return [
                        "\(out.quote(entry.contract.shortName)):",
                        out.price(Figure(entry.bid, trust: entry.quoteTrust, else: .noMarket), "bid", cite),
                        out.price(Figure(entry.ask, trust: entry.quoteTrust, else: .noMarket), "ask", cite),
                        out.decimal(entry.delta, "delta", cite, decimals: 2, signed: true),
                        out.percent(entry.impliedVolatility, "implied volatility", cite, decimals: 1),
                    ]
                }
            })
        let left = strikes.count - shown.count
        if left > 0 { out.line("\(out.counted(left, "further strike", cite)) in the chain pane.") }
        if wanted.count > 1 {
            let others = wanted.dropFirst().prefix(5).map { out.date($0.expiry, today: today) }.joined(", ")
            out.line("Other expiries: \(others).")
        }
        out.offer("details", "Chain", ["symbol": symbol])
    }
}
