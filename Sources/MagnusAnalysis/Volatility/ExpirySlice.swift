import Glibc
import MagnusDomain
import MagnusQuant

/// The contracts of one root and expiry with what their quotes say together: forward, borrow, smile.
///
/// Volatilities here come from the European formula with the dividends taken from the spot: fast, and within a few tenths
/// of a point near and out of the money.
struct ExpirySlice: Sendable {
    let root: String
    let expiry: CalendarDate
    /// Indices into the entries the slice was made of.
    let indices: [Int]
    let carry: CarryTerms
    let spot: Double
    /// Parity at the two strikes nearest the money; nil where no strike has both quotes.
    let parityForward: Double?
    /// What parity was read at, the strike nearest the money first; empty without any.
    let pairs: [Pair]
    /// r - q - ln(F/S)/T per year, positive when shares are dear to borrow; nil without parity or under a day.
    let borrow: Double?
    /// Half spreads over S T.
    let borrowError: Double?
    /// Annual decimal at the forward.
    let atTheMoneyVolatility: Double?
    let smile: SmileFit?
    /// Whether a contract near enough to the forward is quoted: else the volatility at the money is a guess between strikes
    /// far from it, and a straddle is mostly intrinsic value.
    let isQuotedAtTheForward: Bool

    /// Call and put of one strike that both have a mid.
    struct Pair: Sendable {
        /// Indices into the entries.
        var call: Int
        var put: Int
        /// Dollars per share.
        var callMid: Double
        var putMid: Double
        /// What the right to exercise before an ex-date adds to the call, dollars per share, >= 0.
        var callPremium: Double
    }

    var forward: Double? { parityForward ?? carry.carriedForward(spot: spot) }

    /// The contracts that say what the middle of the smile is: both sides of the two strikes nearest to the forward below
    /// it, and above.
    func central(_ entries: [ChainEntry]) -> [Int] {
        guard let forward else { return indices }
        let strikes = Set(indices.map { entries[$0].contract.strikeThousandths })
        let below = strikes.filter { Double($0) / 1000 < forward }.sorted().suffix(2)
        let above = strikes.filter { Double($0) / 1000 >= forward }.sorted().prefix(2)
        let near = Set(below + above)
        return indices.filter { near.contains(entries[$0].contract.strikeThousandths) }
    }

    /// Splits a chain into its expiries, ascending.
    static func groups(_ entries: [ChainEntry]) -> [(root: String, expiry: CalendarDate, indices: [Int])] {
        struct Key: Hashable {
            var root: String
            var expiry: CalendarDate
        }
        var order: [Key] = []
        var members: [Key: [Int]] = [:]
        // Chains come by expiry: what lies together is hashed once.
        var start = 0
        for index in entries.indices {
            if index + 1 < entries.count, entries[index + 1].contract.expiry == entries[index].contract.expiry,
                entries[index + 1].contract.root == entries[index].contract.root
            {
                continue
            }
            let key = Key(root: entries[index].contract.root, expiry: entries[index].contract.expiry)
            if members[key] == nil { order.append(key) }
            members[key, default: []] += start...index
            start = index + 1
        }
        return order.sorted { ($0.expiry, $0.root) < ($1.expiry, $1.root) }.map { key in
            (key.root, key.expiry, members[key] ?? [])
        }
    }

    /// - Parameters:
    ///   - isSmileWanted: without it only the strikes nearest the money are inverted.
    ///   - tolerance: distance from the smile, in volatility, at which a point counts as an error.
    ///   - pricedAt: the moment the quotes belong to; nil: now.
    init?(
        root: String, expiry: CalendarDate, indices: [Int], entries: [ChainEntry], readings: [QuoteReading],
        spot: Double, profile: SecurityProfile, rates: RateCurve, calendar: ExchangeCalendar, now: Instant,
        isSmileWanted: Bool, tolerance: Double, pricedAt: Instant? = nil
    ) {
        guard let first = indices.first, spot > 0, spot.isFinite else { return nil }
        self.root = root
        self.expiry = expiry
        self.indices = indices
        self.spot = spot
        carry = CarryTerms(
            contract: entries[first].contract, profile: profile, rates: rates, calendar: calendar, now: now,
            pricedAt: pricedAt)
        let parity = Self.parity(indices, entries: entries, readings: readings, spot: spot, carry: carry)
        parityForward = parity?.forward
        pairs = parity?.pairs ?? []
        borrow = parity?.borrow
        borrowError = parity?.error
        guard let forward = parity?.forward ?? carry.carriedForward(spot: spot), carry.years > 0 else {
            atTheMoneyVolatility = nil
            smile = nil
            isQuotedAtTheForward = false
            return
        }
        let root = carry.years.squareRoot()
        var points: [SmileFit.Point] = []
        // A call is worth its exercise before the shares go without a dividend: between the forward and the spot the put
        // tells the volatility.
        let isExercisedEarly = Self.isExercisedEarly(entries[first].contract, carry)
        let divide = isExercisedEarly ? max(forward, spot) : forward
        // Out of the money only: the other side repeats the information with a wider spread.
        var candidates = indices.filter { index in
            let contract = entries[index].contract
            guard !contract.isAdjusted, readings[index].mid != nil, contract.strikeThousandths > 0 else { return false }
            return contract.right == .call ? contract.strike >= divide : contract.strike < divide
        }
        candidates.sort { entries[$0].contract.strikeThousandths < entries[$1].contract.strikeThousandths }
        if !isSmileWanted {
            let middle = candidates.firstIndex { entries[$0].contract.strike >= forward } ?? candidates.count
            candidates = Array(candidates[max(0, middle - 2)..<min(candidates.count, middle + 2)])
        }
        // Priced on the forward the quotes imply: a wrong dividend estimate does not tear calls and puts apart.
        let discountedSpot = forward * exp(-(carry.rate - carry.dividendYield) * carry.years)
        for index in candidates {
            let contract = entries[index].contract
            guard var mid = readings[index].mid else { continue }
            if isExercisedEarly, contract.right == .call, let near = points.last {
                mid -= Self.exercisePremium(
                    strike: contract.strike, volatility: near.volatility, spot: spot, carry: carry)
            }
            let terms = OptionTerms(
                right: contract.right, style: .european, spot: discountedSpot, strike: contract.strike,
                years: carry.years, rate: carry.rate, dividendYield: carry.dividendYield, volatility: 0)
            guard let volatility = try? ImpliedVolatility.european(price: mid, terms: terms) else { continue }
            points.append(SmileFit.Point(x: log(contract.strike / forward) / root, volatility: volatility))
        }
        let volatility = Self.atTheForward(points)
        atTheMoneyVolatility = volatility
        let reach = Self.reach(
            forward: forward, volatility: volatility, years: carry.years,
            isIndex: entries[first].contract.settlement != .physical)
        isQuotedAtTheForward = candidates.contains { abs(entries[$0].contract.strike - forward) <= reach }
        smile = isSmileWanted ? SmileFit(points, tolerance: tolerance) : nil
    }

    /// How far from the forward a strike may lie to stand for it, in dollars: a step between strikes as exchanges list
    /// them (Cboe rule 4.5: 2.50 under 25, 5 to 200, 10 above; for an index a fifth of a percent, which is 7.50 at the
    /// 3,755 where SPX steps by 5), or half of one sigma where that is more.
    static func reach(forward: Double, volatility: Double?, years: Double, isIndex: Bool) -> Double {
        let step = isIndex ? 0.002 * forward : forward < 25 ? 2.5 : forward < 200 ? 5 : 10
        guard let volatility, volatility > 0, years > 0 else { return step }
        return max(step, 0.5 * volatility * forward * years.squareRoot())
    }

    /// The volatility at x = 0, linear in log-moneyness between the points around it; the nearest one when all lie on one
    /// side within 0.1 of the forward.
    static func atTheForward(_ points: [SmileFit.Point]) -> Double? {
        var below: SmileFit.Point?
        var above: SmileFit.Point?
        for point in points {
            if point.x < 0 {
                if point.x > below?.x ?? -.infinity { below = point }
            } else if point.x < above?.x ?? .infinity {
                above = point
            }
        }
        switch (below, above) {
        case (let low?, let high?):
            let share = -low.x / (high.x - low.x)
            return low.volatility + share * (high.volatility - low.volatility)
        case (let only?, nil), (nil, let only?): return abs(only.x) < 0.1 ? only.volatility : nil
        case (nil, nil): return nil
        }
    }

    /// Whether calls of this kind may be exercised for a dividend before they expire.
    private static func isExercisedEarly(_ contract: OptionContract, _ carry: CarryTerms) -> Bool {
        contract.style == .american && !carry.dividends.isEmpty
    }

    /// What the right to exercise before an ex-date adds to a call, dollars per share, >= 0: the dearest European call that
    /// ends at one of them, less the one that ends at expiry (F. Black, "Fact and fantasy in the use of options", Financial
    /// Analysts Journal 31, 1975).
    private static func exercisePremium(
        strike: Double, volatility: Double, spot: Double, carry: CarryTerms
    ) -> Double {
        guard let whole = carry.europeanTerms(.call, spot: spot, strike: strike, volatility: volatility),
            let held = try? BlackScholes.price(whole)
        else { return 0 }
        var paid = 0.0
        var premium = 0.0
        for dividend in carry.dividends {
            var terms = whole
            terms.spot = spot - paid
            terms.years = dividend.years
            if let value = try? BlackScholes.price(terms) { premium = max(premium, value - held) }
            paid += dividend.amount * exp(-carry.rate * dividend.years)
        }
        return premium
    }

    /// What exercising for a dividend adds to a call, by the volatility of the put beside it.
    private static func exercisePremium(
        besidePut put: Double, strike: Double, spot: Double, carry: CarryTerms
    ) -> Double {
        guard let terms = carry.europeanTerms(.put, spot: spot, strike: strike),
            let volatility = try? ImpliedVolatility.european(price: put, terms: terms)
        else { return 0 }
        return exercisePremium(strike: strike, volatility: volatility, spot: spot, carry: carry)
    }

    private static func parity(
        _ indices: [Int], entries: [ChainEntry], readings: [QuoteReading], spot: Double, carry: CarryTerms
    ) -> (forward: Double, borrow: Double?, error: Double?, pairs: [Pair])? {
        let center = carry.carriedForward(spot: spot) ?? spot
        var near: [Int] = []
        for index in indices where readings[index].mid != nil {
            // Parity far from the money says more about early exercise than about carry.
            if abs(entries[index].contract.strike - center) <= 0.1 * center, !entries[index].contract.isAdjusted {
                near.append(index)
            }
        }
        near.sort { entries[$0].contract.strikeThousandths < entries[$1].contract.strikeThousandths }
        // The two strikes nearest to the money, the lower of two that are as far.
        var pairs: [(call: Int, put: Int, distance: Double)] = []
        var start = 0
        while start < near.count {
            let strike = entries[near[start]].contract.strikeThousandths
            let end = near[start...].firstIndex { entries[$0].contract.strikeThousandths != strike } ?? near.count
            let twins = near[start..<end]
            start = end
            guard let call = twins.last(where: { entries[$0].contract.right == .call }),
                let put = twins.last(where: { entries[$0].contract.right == .put })
            else { continue }
            let distance = abs(Double(strike) / 1000 - center)
            let place = pairs.firstIndex { distance < $0.distance } ?? pairs.count
            if place < 2 { pairs.insert((call, put, distance), at: place) }
            if pairs.count > 2 { pairs.removeLast() }
        }
        let growth = exp(carry.rate * carry.years)
        var read: [Pair] = []
        var sum = 0.0
        var halfSpread = 0.0
        for (call, put, _) in pairs {
            guard let callMid = readings[call].mid, let putMid = readings[put].mid,
                let callSpread = readings[call].spread, let putSpread = readings[put].spread
            else { continue }
            let level = entries[call].contract.strike
            let premium =
                isExercisedEarly(entries[call].contract, carry)
                ? exercisePremium(besidePut: putMid, strike: level, spot: spot, carry: carry) : 0
            read.append(Pair(call: call, put: put, callMid: callMid, putMid: putMid, callPremium: premium))
            sum += level + growth * (callMid - premium - putMid)
            halfSpread = max(halfSpread, 0.5 * (callSpread + putSpread))
        }
        guard !read.isEmpty else { return nil }
        let forward = sum / Double(read.count)
        guard forward > 0, forward.isFinite else { return nil }
        guard carry.years >= 1.0 / 365, let base = carry.stripped(spot: spot) else { return (forward, nil, nil, read) }
        let borrow = carry.rate - carry.dividendYield - log(forward / base) / carry.years
        let error = halfSpread / (spot * carry.years)
        return borrow.isFinite && error.isFinite ? (forward, borrow, error, read) : (forward, nil, nil, read)
    }
}
