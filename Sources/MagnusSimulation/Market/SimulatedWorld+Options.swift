import Glibc
import MagnusDomain
import MagnusQuant

/// Everything the option quotes of one underlying share at one moment.
struct OptionContext {
    let index: Int
    let security: SimulatedSecurity
    let tick: SpotTick
    let surface: VolatilitySurface
    /// Part of the session gone, 0...1.
    let progress: Double
    let random: CounterRandom
}

extension SimulatedWorld {
    /// Seconds that options of the class trade after the shares.
    static func extraSeconds(_ symbol: String) -> Int {
        ["SPY", "QQQ", "IWM", "SPX", "XSP"].contains(symbol) ? 900 : 0
    }

    /// The shared part of option quotes at a moment; options trade only in the regular session and stand still at its
    /// last moment otherwise.
    func optionContext(_ index: Int, feedSecond: Int, lastTrade: Int? = nil) -> OptionContext {
        let security = SecurityCatalogue.all[index]
        var second = min(feedSecond, lastTrade ?? feedSecond)
        var session = sessions.index(onOrBefore: Instant(secondsSinceEpoch: Int64(second)).newYork.date)
        if second < sessions.opens[session], session > 0 { session -= 1 }
        let end = sessions.closes[session] + Self.extraSeconds(security.symbol)
        second = min(second, end)
        let tick = tick(of: index, at: max(second, sessions.opens[session]))
        let level = volatilityLevel(index, session: session, second: tick.second)
        let open = sessions.opens[session]
        return OptionContext(
            index: index, security: security, tick: tick,
            surface: VolatilitySurface(
                security: security, level: level, skewMultiple: paths[index].skew[session]),
            progress: Double(tick.second - open) / Double(max(1, sessions.closes[session] - open)),
            random: CounterRandom(seed: seed, stream: "options \(security.symbol)"))
    }

    func slice(_ context: OptionContext, settlement: Int) -> ExpirySlice {
        ExpirySlice(
            security: context.security, events: events[context.index], spot: context.tick.price,
            second: context.tick.second, settlement: settlement, surface: context.surface)
    }

    func pinnedSmile(root: String, expiry: CalendarDate) -> PinnedSmile? {
        pins.first { $0.expiry == expiry && $0.root == root }
    }

    /// The quote of a contract; nil when the world does not list it.
    public func quote(of contract: OptionContract, now: Instant) -> Quote? {
        guard !contract.isAdjusted, let index = securityIndex(contract.underlying),
            SecurityCatalogue.all[index].cycle != .none, contract.strikeThousandths % 500 == 0,
            let instants = listings.instants(root: contract.root, expiry: contract.expiry, calendar: calendar),
            instants.day == contract.expiry, instants.day >= now.newYork.date
        else { return nil }
        let context = optionContext(
            index, feedSecond: Int(feedTime(now).secondsSinceEpoch),
            lastTrade: Int(instants.lastTrade.secondsSinceEpoch))
        let slice = slice(context, settlement: Int(instants.settlement.secondsSinceEpoch))
        let smile = pinnedSmile(root: contract.root, expiry: contract.expiry)
        return quote(contract, context: context, slice: slice, smile: smile, now: now)
    }

    /// Every listed contract of an underlying; nil for an unknown symbol, empty for one without options.
    public func chain(of symbol: String, now: Instant) -> [ChainEntry]? {
        guard let index = securityIndex(symbol) else { return nil }
        let security = SecurityCatalogue.all[index]
        let feedSecond = Int(feedTime(now).secondsSinceEpoch)
        let today = now.newYork.date
        let reference = exp(paths[index].close[max(0, sessions.index(onOrBefore: today) - 1)])
        let shared = optionContext(index, feedSecond: feedSecond)
        var entries: [ChainEntry] = []
        for expiry in listings.expiries(of: security, on: today, calendar: calendar) {
            guard
                let model = try? OptionContract.standard(
                    root: expiry.root, expiry: expiry.date, right: .call, strikeThousandths: 1000)
            else { continue }
            let context =
                expiry.lastTrade < shared.tick.second
                ? optionContext(index, feedSecond: feedSecond, lastTrade: expiry.lastTrade) : shared
            let slice = slice(context, settlement: expiry.settlement)
            let smile = pinnedSmile(root: expiry.root, expiry: expiry.date)
            let strikes = listings.strikes(
                step: security.strikeStep, reference: reference, deviation: max(0.01, slice.totalVariance.squareRoot()),
                pinned: smile?.pins.map(\.quote.strike) ?? [])
            for strike in strikes {
                for right in OptionRight.allCases {
                    var contract = model
                    contract.right = right
                    contract.strikeThousandths = strike
                    entries.append(
                        ChainEntry(
                            contract: contract,
                            quote: quote(contract, context: context, slice: slice, smile: smile, now: now)))
                }
            }
        }
        return entries
    }

    /// The world's own value of a contract before it is rounded into a market.
    func modelPrice(
        _ contract: OptionContract, context: OptionContext, slice: ExpirySlice, smile: PinnedSmile?
    ) -> Double {
        let strike = contract.strike
        var volatility = slice.volatility(strike: strike)
        var addition = 0.0
        if let smile {
            volatility = max(0.02, volatility + smile.correction(logStrike: log(strike)))
            if let pin = smile.pin(strikeThousandths: contract.strikeThousandths, right: contract.right) {
                let left = slice.pricer.years * 365 * 86_400 / smile.life
                let distance = log(context.tick.price / context.security.spot) / smile.width
                addition = pin.price * min(1, max(0, left)) * exp(-distance * distance)
            }
        }
        return max(
            0,
            slice.pricer.price(contract.right, strike: strike, volatility: volatility, style: contract.style) + addition
        )
    }
}
