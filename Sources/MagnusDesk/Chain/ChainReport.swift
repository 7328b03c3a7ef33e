import MagnusDomain

/// An option chain as front ends show it: every series by its summary, one of them contract by contract.
public struct ChainReport: Sendable, Hashable {
    /// One series.
    public struct Expiry: Sendable, Hashable {
        public var series: ChainSeries
        /// Calendar days in New York.
        public var daysToExpiry: Int
        public var settlement: Settlement
        /// `american` or `european`.
        public var style: String
        /// Dollars per share.
        public var forward: Figure
        /// `put-call parity`, `put-call parity, early exercise taken off` or `carried spot`.
        public var forwardMethod: String
        /// Annual decimal, at the forward.
        public var atTheMoneyVolatility: Figure
        /// One standard deviation of the spot to expiry, dollars per share.
        public var expectedMove: Figure
        /// Mid of the straddle at the strike nearest the forward, dollars per share.
        public var impliedStraddle: Figure
        /// Whether its contracts are adjusted: shown, never priced.
        public var isAdjusted: Bool
        /// Whether a contract of it is held in the shown accounts.
        public var isHeld: Bool

        public init(
            series: ChainSeries, daysToExpiry: Int, settlement: Settlement, style: String, forward: Figure,
            forwardMethod: String, atTheMoneyVolatility: Figure, expectedMove: Figure, impliedStraddle: Figure,
            isAdjusted: Bool = false, isHeld: Bool = false
        ) {
            self.series = series
            self.daysToExpiry = daysToExpiry
            self.settlement = settlement
            self.style = style
            self.forward = forward
            self.forwardMethod = forwardMethod
            self.atTheMoneyVolatility = atTheMoneyVolatility
            self.expectedMove = expectedMove
            self.impliedStraddle = impliedStraddle
            self.isAdjusted = isAdjusted
            self.isHeld = isHeld
        }
    }

    /// The call and the put of one strike.
    public struct Strike: Sendable, Hashable {
        /// Thousandths of a dollar.
        public var thousandths: Int
        public var call: ChainContract?
        public var put: ChainContract?

        public init(thousandths: Int, call: ChainContract? = nil, put: ChainContract? = nil) {
            self.thousandths = thousandths
            self.call = call
            self.put = put
        }

        /// Dollars per share.
        public var price: Double { Double(thousandths) / 1000 }
    }

    public var symbol: String
    /// Dollars per share.
    public var spot: Figure
    public var spotSource: String
    public var spotAgeSeconds: Double?
    /// Continuously compounded 30-day rate, decimal; nil when no source has one.
    public var rate: Double?
    /// 30-day at-the-money implied volatility, annual decimal.
    public var impliedVolatility: Figure
    /// 0 to 100.
    public var volatilityRank: Figure
    /// 0 to 100.
    public var volatilityPercentile: Figure
    /// The session whose close both rank; nil without one.
    public var volatilityDay: CalendarDate?
    /// Ascending by expiry, then root.
    public var expiries: [Expiry]
    /// Index into ``expiries``; nil without any.
    public var chosen: Int?
    /// Of the chosen series, ascending.
    public var strikes: [Strike]
    public var source: String
    /// World time at which the source was asked.
    public var retrievedAt: Instant

    /// Without a wish the series nearest to so many days is shown: where premium is usually sold.
    public static let usualDays = 30

    public init(
        symbol: String, spot: Figure, spotSource: String, spotAgeSeconds: Double?, rate: Double?,
        impliedVolatility: Figure, volatilityRank: Figure, volatilityPercentile: Figure,
        volatilityDay: CalendarDate?, expiries: [Expiry], chosen: Int?, strikes: [Strike], source: String,
        retrievedAt: Instant
    ) {
        self.symbol = symbol
        self.spot = spot
        self.spotSource = spotSource
        self.spotAgeSeconds = spotAgeSeconds
        self.rate = rate
        self.impliedVolatility = impliedVolatility
        self.volatilityRank = volatilityRank
        self.volatilityPercentile = volatilityPercentile
        self.volatilityDay = volatilityDay
        self.expiries = expiries
        self.chosen = chosen
        self.strikes = strikes
        self.source = source
        self.retrievedAt = retrievedAt
    }

    public var expiry: Expiry? { chosen.flatMap { expiries.indices.contains($0) ? expiries[$0] : nil } }

    /// Index of the strike nearest to the spot; nil without strikes or spot.
    public var nearestStrike: Int? {
        guard let spot = spot.value else { return nil }
        return strikes.indices.min { abs(strikes[$0].price - spot) < abs(strikes[$1].price - spot) }
    }

    /// The series of the list that is wanted; without a wish, or when it is not listed, the one nearest to
    /// ``usualDays``, never one that is adjusted where another is there.
    public static func choice(
        _ wanted: ChainSeries?, among listed: [(series: ChainSeries, days: Int, isAdjusted: Bool)]
    ) -> Int? {
        if let wanted {
            let day = listed.indices.filter { listed[$0].series.expiry == wanted.expiry }
            let exact = day.first { wanted.root != nil && listed[$0].series.root == wanted.root }
            if let found = exact ?? day.first { return found }
        }
        return listed.indices.min { left, right in
            func order(_ index: Int) -> (Int, Int) {
                (listed[index].isAdjusted ? 1 : 0, abs(listed[index].days - usualDays))
            }
            return order(left) < order(right)
        }
    }
}

/// One contract of a chain with its quote and what follows from it. Greeks are of one long option per share: theta per
/// calendar day, vega per volatility point, rho per rate point.
public struct ChainContract: Sendable, Hashable {
    public var contract: OptionContract
    /// As quoted; 0 is "no bid".
    public var bid: Double?
    public var ask: Double?
    public var mid: Figure
    public var last: Double?
    public var volume: Int?
    public var openInterest: Int?
    /// Annual decimal.
    public var impliedVolatility: Figure
    public var delta: Figure
    public var gamma: Figure
    public var thetaPerDay: Figure
    public var vegaPerPoint: Figure
    public var rhoPerPoint: Figure
    /// Of one short option sold at mid and kept to expiry, risk-neutral.
    public var probabilityOfProfit: Figure
    /// That the spot trades at the strike before expiry, risk-neutral.
    public var probabilityOfTouch: Figure
    /// In the shown accounts, short negative.
    public var held: Quantity
    /// Of bid and ask: stale where they are older than allowed.
    public var quoteTrust: Trust
    public var quoteAgeSeconds: Double?
    /// `ok`, or the word for what is wrong with the quote or contract.
    public var state: String
    /// Which algorithm priced it.
    public var method: String

    public init(
        contract: OptionContract, bid: Double?, ask: Double?, mid: Figure, last: Double? = nil, volume: Int? = nil,
        openInterest: Int? = nil, impliedVolatility: Figure, delta: Figure, gamma: Figure, thetaPerDay: Figure,
        vegaPerPoint: Figure, rhoPerPoint: Figure, probabilityOfProfit: Figure, probabilityOfTouch: Figure,
        held: Quantity = .zero, quoteTrust: Trust = .fresh, quoteAgeSeconds: Double?, state: String, method: String
    ) {
        self.contract = contract
        self.bid = bid
        self.ask = ask
        self.mid = mid
        self.last = last
        self.volume = volume
        self.openInterest = openInterest
        self.impliedVolatility = impliedVolatility
        self.delta = delta
        self.gamma = gamma
        self.thetaPerDay = thetaPerDay
        self.vegaPerPoint = vegaPerPoint
        self.rhoPerPoint = rhoPerPoint
        self.probabilityOfProfit = probabilityOfProfit
        self.probabilityOfTouch = probabilityOfTouch
        self.held = held
        self.quoteTrust = quoteTrust
        self.quoteAgeSeconds = quoteAgeSeconds
        self.state = state
        self.method = method
    }

    /// More contracts changed hands today than were open before, and not just a few: somebody opens.
    public var isUnusuallyActive: Bool {
        guard let volume, volume >= 100 else { return false }
        return openInterest.map { volume > $0 } ?? false
    }
}

extension ChainReport {
    /// The same after so many seconds more.
    /// - Parameter isOld: nothing of it may pass for current any more.
    public func aged(by seconds: Double, isOld: Bool) -> ChainReport {
        guard seconds > 0 || isOld else { return self }
        var result = self
        result.spotAgeSeconds = spotAgeSeconds.map { $0 + seconds }
        if isOld {
            result.spot = spot.old
            result.impliedVolatility = impliedVolatility.old
            result.expiries = expiries.map(\.old)
        }
        result.strikes = strikes.map { strike in
            var strike = strike
            strike.call = strike.call?.aged(by: seconds, isOld: isOld)
            strike.put = strike.put?.aged(by: seconds, isOld: isOld)
            return strike
        }
        return result
    }
}

extension ChainReport.Expiry {
    fileprivate var old: ChainReport.Expiry {
        var result = self
        result.forward = forward.old
        result.atTheMoneyVolatility = atTheMoneyVolatility.old
        result.expectedMove = expectedMove.old
        result.impliedStraddle = impliedStraddle.old
        return result
    }
}

extension ChainContract {
    fileprivate func aged(by seconds: Double, isOld: Bool) -> ChainContract {
        var result = self
        result.quoteAgeSeconds = quoteAgeSeconds.map { $0 + seconds }
        guard isOld else { return result }
        for path in [
            \ChainContract.mid, \.impliedVolatility, \.delta, \.gamma, \.thetaPerDay, \.vegaPerPoint, \.rhoPerPoint,
            \.probabilityOfProfit, \.probabilityOfTouch,
        ] { result[keyPath: path] = result[keyPath: path].old }
        result.quoteTrust = .stale
        if result.state == "ok" { result.state = UnknownReason.stale.rawValue }
        return result
    }
}
