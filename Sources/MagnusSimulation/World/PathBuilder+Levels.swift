import Glibc
import MagnusDomain

extension PathBuilder {
    /// Prices from returns: backwards from the close before the anchor, forwards through the anchor, with the jumps of
    /// the schedule and the prices of the script.
    func levels(
        of security: SimulatedSecurity, returns: [Double], jumps: [Double], deviation: [Double], volatility: [Double],
        events: SecurityEvents, random: CounterRandom
    ) -> PricePath {
        let gapRandom = random.stream(3)
        let count = sessions.count
        var close = [Double](repeating: 0, count: count)
        var open = close
        var gap = close
        func overnight(_ index: Int) -> Double {
            0.25 * returns[index] + 0.433 * deviation[index] * gapRandom.normal(sessions.counter(index)) + jumps[index]
        }
        close[anchor - 1] = log(security.previousClose)
        for index in stride(from: anchor - 1, through: 1, by: -1) {
            let night = overnight(index)
            let total = returns[index] + jumps[index]
            let cash = events.dividend(on: index)
            let before = cash == 0 ? close[index] - total : log(exp(close[index] - total) + cash)
            close[index - 1] = before
            open[index] = close[index] - (total - night)
            gap[index] = open[index] - before
        }
        open[0] = close[0]
        let spot = log(security.spot)
        let first =
            close[anchor - 1] + 0.55 * (spot - close[anchor - 1]) + 0.1 * deviation[anchor]
            * gapRandom.normal(sessions.counter(anchor))
        open[anchor] = first
        gap[anchor] = first - close[anchor - 1]
        close[anchor] = spot + 0.82 * returns[anchor]
        applyScript(security, anchor, open: &open, close: &close)
        for index in (anchor + 1)..<count {
            let cash = events.dividend(on: index)
            let base = cash == 0 ? close[index - 1] : log(max(0.01, exp(close[index - 1]) - cash))
            open[index] = base + overnight(index)
            close[index] = base + returns[index] + jumps[index]
            applyScript(security, index, open: &open, close: &close)
            gap[index] = open[index] - close[index - 1]
        }
        return PricePath(
            open: open, close: close, gap: gap, deviation: deviation, volatility: volatility,
            skew: skewMultiples(random))
    }

    private func applyScript(
        _ security: SimulatedSecurity, _ index: Int, open: inout [Double], close: inout [Double]
    ) {
        let date = sessions.dates[index]
        if let price = script.opens[security.symbol]?[date] { open[index] = log(price) }
        if let price = script.closes[security.symbol]?[date] { close[index] = log(price) }
    }
}
