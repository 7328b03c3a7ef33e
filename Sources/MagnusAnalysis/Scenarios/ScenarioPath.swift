import Glibc
import MagnusDomain
import MagnusQuant

/// An option while days pass at a spot that only ex-dates change.
struct ScenarioPath {
    /// Where it stands when the days have passed.
    struct End: Sendable {
        var point: OptionLadder.Point
        var spot: Double
    }

    let terms: OptionTerms
    let deliversShares: Bool
    /// Now, before anything happens.
    let ladder: OptionLadder

    init(terms: OptionTerms, deliversShares: Bool) {
        self.terms = terms
        self.deliversShares = deliversShares
        ladder = OptionLadder(terms, deliversShares: deliversShares, wantsGreeks: false)
    }

    /// One end per spot after the move; nil where there is no price.
    func ends(_ spots: [Double], group: ShockGroup) -> [End?] {
        var moved = terms
        moved.volatility = group.volatility(terms.volatility)
        let horizon = min(Double(group.days) / 365, terms.years)
        var spots = spots
        var ends: [End?] = spots.map { _ in nil }
        var isLive = spots.map { _ in true }
        let passed = group.days == 0 ? [] : terms.dividends.filter { $0.years > 0 && $0.years <= horizon }
        for dividend in passed.sorted(by: { $0.years < $1.years }) {
            let after = spots.map { max($0 - dividend.amount, 1e-6 * $0) }
            if terms.style == .american, terms.right == .call {
                let held = OptionLadder(
                    moved.aged(years: dividend.years), deliversShares: deliversShares, wantsGreeks: false)
                for index in spots.indices where isLive[index] && spots[index] > terms.strike {
                    guard let price = held.price(after[index]) else { return ends.map { _ in nil } }
                    guard spots[index] - terms.strike >= price else { continue }
                    isLive[index] = false
                    ends[index] = settled(spots[index], at: after[index])
                }
            }
            for index in spots.indices where isLive[index] { spots[index] = after[index] }
        }
        let rest = OptionLadder(moved.aged(years: Double(group.days) / 365), deliversShares: deliversShares)
        for index in spots.indices where isLive[index] {
            ends[index] = rest.point(spots[index]).map { End(point: $0, spot: spots[index]) }
        }
        return ends
    }

    /// What exercise at a spot pays, and the shares it delivers, which then stand at another.
    func settled(_ spot: Double, at later: Double) -> End {
        let value = max(0, terms.right.sign * (spot - terms.strike))
        return End(
            point: .settled(value, delta: deliversShares && value > 0 ? terms.right.sign : 0), spot: later)
    }
}

extension OptionTerms {
    /// The same contract later, ex-dates that have passed dropped.
    func aged(years elapsed: Double) -> OptionTerms {
        var terms = self
        terms.years = max(0, years - elapsed)
        terms.dividends = dividends.compactMap { dividend in
            dividend.years > elapsed ? CashDividend(years: dividend.years - elapsed, amount: dividend.amount) : nil
        }
        return terms
    }
}
