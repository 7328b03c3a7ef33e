import Glibc
import MagnusDomain
import MagnusQuant

/// Gamma of the open interest of a chain by strike (domain.md section 7: a convention).
struct GammaExposureReader {
    let spot: Double?
    let interestDate: CalendarDate?

    /// A contract with open interest and its volatility.
    struct Holding {
        var strike: Double
        /// Contracts times multiplier, calls positive and puts negative.
        var shares: Double
        var years: Double
        var volatility: Double
        /// Forward over spot, and the discount of the yield: what carries a moved spot.
        var growth: Double
        var yieldDiscount: Double

        /// Dollars per 1 % move at a spot.
        func exposure(spot: Double) -> Double { gamma(spot: spot) * shares * spot * spot * 0.01 }

        /// The closed form's, of one share.
        func gamma(spot: Double) -> Double {
            let deviation = volatility * years.squareRoot()
            guard deviation > 0, spot > 0 else { return 0 }
            let d = log(spot * growth / strike) / deviation + 0.5 * deviation
            let density = exp(-0.5 * d * d) / (2 * Double.pi).squareRoot()
            return yieldDiscount * density / (spot * deviation)
        }
    }

    /// - Parameters:
    ///   - expiries: those that count.
    ///   - entries: of those expiries.
    func exposure(_ expiries: [ExpiryVolatility], rates: RateCurve, entries: [ChainEntry]) -> GammaExposure {
        var byKey: [Series: ExpiryVolatility] = [:]
        for expiry in expiries { byKey[Series(root: expiry.root, expiry: expiry.expiry)] = expiry }
        var rows: [Int: GammaExposure.Strike] = [:]
        var holdings: [Holding] = []
        var withoutInterest = 0
        var withoutVolatility = 0
        for entry in entries {
            let contract = entry.contract
            guard let expiry = byKey[Series(root: contract.root, expiry: contract.expiry)] else { continue }
            guard let interest = entry.quote.openInterest, interest >= 0 else {
                withoutInterest += 1
                continue
            }
            guard interest > 0 else { continue }
            let rate = rates.rate(years: expiry.years).flatMap { $0.isFinite ? $0 : nil } ?? 0
            guard let spot, let forward = expiry.forward.value,
                let holding = holding(entry.contract, interest, expiry, spot: spot, forward: forward, rate: rate)
            else {
                withoutVolatility += 1
                continue
            }
            holdings.append(holding)
            let value = holding.exposure(spot: spot)
            var row =
                rows[contract.strikeThousandths]
                ?? GammaExposure.Strike(
                    strike: contract.strike, calls: 0, puts: 0, callInterest: 0, putInterest: 0)
            if contract.right == .call {
                row.calls += value
                row.callInterest += interest
            } else {
                row.puts += value
                row.putInterest += interest
            }
            row.parts.append(
                GammaExposure.Part(
                    contract: contract, interest: interest, gamma: holding.gamma(spot: spot),
                    volatility: holding.volatility, forward: forward, years: holding.years, rate: rate))
            rows[contract.strikeThousandths] = row
        }
        let strikes = rows.sorted { $0.key < $1.key }.map { _, row in
            var row = row
            row.parts.sort {
                ($0.contract.expiry, $0.contract.root, $0.contract.right.letter)
                    < ($1.contract.expiry, $1.contract.root, $1.contract.right.letter)
            }
            return row
        }
        guard let spot, !holdings.isEmpty else {
            return GammaExposure(
                strikes: [], total: .unknown(.noSource), flip: .unknown(.noSource), interestDate: nil,
                withoutInterest: withoutInterest, withoutVolatility: withoutVolatility)
        }
        return GammaExposure(
            strikes: strikes, total: Figure(strikes.reduce(0) { $0 + $1.net }, trust: .estimated),
            flip: Figure(Self.flip(holdings, spot: spot), trust: .estimated, else: .notApplicable),
            interestDate: interestDate, withoutInterest: withoutInterest, withoutVolatility: withoutVolatility)
    }

    private struct Series: Hashable {
        var root: String
        var expiry: CalendarDate
    }

    /// nil without a volatility: that of the curve at its strike, else the one its strike's own quote tells.
    private func holding(
        _ contract: OptionContract, _ interest: Int, _ expiry: ExpiryVolatility, spot: Double, forward: Double,
        rate: Double
    ) -> Holding? {
        guard !contract.isAdjusted, contract.multiplier >= 2, expiry.years > 0 else { return nil }
        let quoted = expiry.points.first {
            $0.contract.strikeThousandths == contract.strikeThousandths && $0.state == .used
        }?.volatility
        guard let volatility = expiry.volatility(strike: contract.strike) ?? quoted else { return nil }
        let growth = forward / spot
        return Holding(
            strike: contract.strike, shares: contract.right.sign * Double(interest) * Double(contract.multiplier),
            years: expiry.years, volatility: volatility, growth: growth,
            yieldDiscount: growth * exp(-rate * expiry.years))
    }

    /// The zero of the sum nearest to the spot, looked for in steps of half a percent and then halved.
    static func flip(_ holdings: [Holding], spot: Double) -> Double? {
        func sum(_ level: Double) -> Double { holdings.reduce(0) { $0 + $1.exposure(spot: level) } }
        let steps = Int(GammaExposure.reach * 200)
        var up = (level: spot, value: sum(spot))
        var down = up
        if up.value == 0 { return spot }
        for step in 1...steps {
            for side in [1.0, -1.0] {
                let level = spot * (1 + side * Double(step) / 200)
                let value = sum(level)
                let before = side > 0 ? up : down
                if (value < 0) != (before.value < 0) { return halved(before.level, level, sum) }
                if side > 0 { up = (level, value) } else { down = (level, value) }
            }
        }
        return nil
    }

    private static func halved(_ first: Double, _ second: Double, _ sum: (Double) -> Double) -> Double {
        var (low, high) = (first, second)
        let isLowNegative = sum(low) < 0
        for _ in 0..<50 {
            let middle = 0.5 * (low + high)
            if (sum(middle) < 0) == isLowNegative { low = middle } else { high = middle }
        }
        return 0.5 * (low + high)
    }
}
