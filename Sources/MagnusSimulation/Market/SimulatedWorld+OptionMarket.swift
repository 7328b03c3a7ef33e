import Glibc
import MagnusDomain
import MagnusQuant

extension SimulatedWorld {
    /// The market made around the world's own value of a contract.
    func quote(
        _ contract: OptionContract, context: OptionContext, slice: ExpirySlice, smile: PinnedSmile?, now: Instant
    ) -> Quote {
        let middle = modelPrice(contract, context: context, slice: slice, smile: smile)
        let pin = smile?.pin(strikeThousandths: contract.strikeThousandths, right: contract.right)
        var (bid, ask) = Self.market(middle, pin: pin?.quote, security: context.security)
        if context.security.disorder == .crossed, ask > bid { (bid, ask) = (ask, bid) }
        let key =
            contract.expiry.daysSinceEpoch &* 1_000_003 &+ contract.strikeThousandths * 2
            + (contract.right == .call ? 1 : 0)
        let random = context.random.stream(key)
        let activity = activity(contract, context: context, slice: slice, random: random, pin: pin?.quote)
        let bucket = context.tick.second / 5
        let lastBucket = context.tick.second / 60
        let trade = random.uniform(lastBucket)
        let last = activity.volume > 0 ? (trade < 0.33 ? bid : trade < 0.66 ? ask : Self.cents(middle)) : nil
        return Quote(
            bid: bid, ask: ask, last: last.map { max(0.01, $0) },
            bidSize: bid > 0 ? 1 + Int(60 * random.uniform(2 * bucket)) : 0,
            askSize: 1 + Int(60 * random.uniform(2 * bucket + 1)), volume: activity.volume,
            openInterest: activity.openInterest, time: Instant(secondsSinceEpoch: Int64(context.tick.second)),
            receivedAt: now, source: "simulated",
            isHalted: context.security.disorder == .halted && context.tick.isRegular && isHalted(context))
    }

    private func isHalted(_ context: OptionContext) -> Bool {
        context.tick.second >= sessions.opens[context.tick.session] + 1200
    }

    /// Bid and ask around a value: width grows with the price, both sides on the class's increments.
    static func market(_ middle: Double, pin: AnchorQuote?, security: SimulatedSecurity) -> (bid: Double, ask: Double) {
        if let pin, middle > 0.5 * pin.middle {
            let width = pin.ask - pin.bid
            let bid = nonNegative(((middle - 0.5 * width) * 100).rounded() / 100)
            return (bid, cents(bid + width))
        }
        let tick = increment(middle, security: security)
        let raw = security.optionWidth * (0.012 + 0.02 * middle)
        let width = max(1, (raw / tick).rounded(.up)) * tick
        let bid = nonNegative(((middle - 0.5 * width) / tick).rounded() * tick)
        return (cents(bid), cents(bid + width))
    }

    /// Never below 0, and never the negative zero that rounding leaves.
    private static func nonNegative(_ price: Double) -> Double { price > 0 ? price : 0 }

    private static func increment(_ price: Double, security: SimulatedSecurity) -> Double {
        switch security.symbol {
        case "SPY", "QQQ", "IWM", "XSP": return 0.01
        case "SPX": return price < 3 ? 0.05 : 0.10
        default: break
        }
        if security.optionWidth >= 2.5 { return price < 3 ? 0.05 : 0.10 }
        return price < 3 ? 0.01 : 0.05
    }

    /// Contracts traded so far today and open since yesterday: most near the money and in monthly expiries.
    private func activity(
        _ contract: OptionContract, context: OptionContext, slice: ExpirySlice, random: CounterRandom, pin: AnchorQuote?
    ) -> (volume: Int, openInterest: Int) {
        let distance = log(contract.strike / context.tick.price) / max(0.005, slice.totalVariance.squareRoot())
        let isMonthly = contract.expiry.weekday == .friday && (15...21).contains(contract.expiry.day)
        let round = contract.strikeThousandths % (context.security.strikeStep * 5) == 0 ? 1.8 : 1
        let shape = exp(-0.35 * distance * distance) * (isMonthly ? 2.2 : 0.8) * round
        let base = Double(context.security.optionVolume) * 0.006 * shape
        let daily = base * exp(0.7 * random.normal(-1)) / (0.7 + slice.pricer.years * 4)
        let open = base * 6 * exp(0.8 * random.normal(-2))
        return (Int(daily * min(1, max(0, context.progress))), pin?.openInterest ?? Int(open))
    }
}
