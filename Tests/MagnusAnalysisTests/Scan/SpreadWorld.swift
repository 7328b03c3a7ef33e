import Glibc
import MagnusDomain
import MagnusQuant

@testable import MagnusAnalysis

/// The small market of the scans with spreads whose quotes are round numbers near to the closed form.
enum SpreadWorld {
    static let front = ScanWorld.date("2027-04-16")
    static let back = ScanWorld.date("2027-05-21")
    /// 63 and 182 days behind the front: where diagonals buy.
    static let later = ScanWorld.date("2027-06-18")
    static let latest = ScanWorld.date("2027-10-15")

    /// Bid and ask, dollars per share, by expiry and contract. 30 % volatility gives 1.7175, 0.6250, 1.4627 and 0.6352 on
    /// April 23, and 2.6101 and 4.3189 on the days of the calendar.
    static let quotes: [(expiry: CalendarDate, name: String, bid: Double, ask: Double)] = [
        (ScanWorld.expiry, "95P", 1.70, 1.74), (ScanWorld.expiry, "90P", 0.61, 0.65),
        (ScanWorld.expiry, "107.5C", 1.44, 1.48), (ScanWorld.expiry, "112.5C", 0.62, 0.66),
        (front, "102.5C", 2.59, 2.63), (back, "102.5C", 4.30, 4.34),
    ]

    /// The same for diagonals. 30 % volatility gives 1.7700 for the call and 0.8430 for the put that are sold, 12.7395 and
    /// 17.4989 for the calls bought and 16.0286 for the put, American by 800 steps of a binomial tree.
    static let diagonalQuotes: [(expiry: CalendarDate, name: String, bid: Double, ask: Double)] = [
        (front, "105C", 1.74, 1.78), (later, "90C", 12.70, 12.78), (latest, "87.5C", 17.46, 17.54),
        (front, "92.5P", 0.82, 0.86), (later, "115P", 15.99, 16.07),
    ]

    /// Every spread is shown, and every near miss.
    static func world(_ strategy: ScanStrategy) -> ScanWorld {
        var world = ScanWorld()
        world.strategy = strategy
        world.expiries = strategy == .diagonal ? [front, later, latest] : [front, ScanWorld.expiry, back]
        world.settings.shortlist = 100_000
        world.settings.spreadsPerName = 100_000
        world.settings.nearestMisses = 100_000
        return quoted(world)
    }

    /// The round quotes, then what a test does to them.
    static func quoted(_ world: ScanWorld, then edit: @escaping @Sendable (inout ChainEntry) -> Void = { _ in })
        -> ScanWorld
    {
        var quoted = world
        let quotes = world.strategy == .diagonal ? diagonalQuotes : quotes
        quoted.edit = { entry in
            for quote in quotes
            where quote.expiry == entry.contract.expiry && quote.name == entry.contract.shortName {
                entry.quote.bid = quote.bid
                entry.quote.ask = quote.ask
            }
            edit(&entry)
        }
        return quoted
    }

    /// Changes one contract.
    static func changed(
        _ world: ScanWorld, _ name: String, _ expiry: CalendarDate = ScanWorld.expiry,
        _ change: @escaping @Sendable (inout ChainEntry) -> Void
    ) -> ScanWorld {
        quoted(world) { entry in
            if entry.contract.shortName == name, entry.contract.expiry == expiry { change(&entry) }
        }
    }

    /// The one of this name, passed or not: `95/90P`, `95/107.5+5`, `102.5C`.
    static func candidate(
        _ world: ScanWorld, _ name: String, _ expiry: CalendarDate = ScanWorld.expiry
    ) -> Candidate? {
        let result = world.scan()
        return (result.candidates + result.nearestMisses).first {
            $0.shortName == name && $0.contract.expiry == expiry && ($0.spread?.legs.count ?? 0) > 1
        }
    }

    static func failures(_ world: ScanWorld, _ name: String, _ expiry: CalendarDate = ScanWorld.expiry) -> [GateFailure]
    {
        candidate(world, name, expiry)?.failures ?? [GateFailure(gate: "absent", text: "\(name) was not looked at")]
    }

    /// Chance that legs held to one expiry make money, and the mean of what they make, by adding up a log-normal spot.
    ///
    /// - Parameter legs: +1 or -1, right, strike and price per share.
    static func integral(
        _ legs: [(sign: Double, right: OptionRight, strike: Double, price: Double)], spot: Double, rate: Double,
        years: Double, volatility: Double
    ) -> (chance: Double, mean: Double) {
        let steps = 200_000
        let width = 16.0 / Double(steps)
        var chance = 0.0
        var mean = 0.0
        for step in 0..<steps {
            let z = -8 + (Double(step) + 0.5) * width
            let weight = exp(-0.5 * z * z) / (2 * Double.pi).squareRoot() * width
            let end = spot * exp((rate - 0.5 * volatility * volatility) * years + volatility * years.squareRoot() * z)
            let profit = legs.reduce(0) { $0 + $1.sign * (max(0, $1.right.sign * (end - $1.strike)) - $1.price) }
            if profit > 0 { chance += weight }
            mean += weight * profit
        }
        return (chance, mean)
    }
}
