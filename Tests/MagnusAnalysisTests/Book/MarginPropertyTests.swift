import MagnusAnalysis
import MagnusDomain
import MagnusQuant
import Testing

/// What must hold of every requirement, over books of random legs.
@Suite struct MarginPropertyTests {
    private typealias Leg = MarginRequirement.Leg

    private static let expiries = [PaperBook.day(4, 16), PaperBook.day(6, 18), PaperBook.day(1, 21, 2028)]

    /// A leg whose mark is its intrinsic value and some time value, so that no pair is an arbitrage by itself.
    private func leg(
        _ quantity: Double, _ right: OptionRight, _ strike: Double, _ expiry: Int, spot: Double
    ) -> Leg {
        let time = 6 / (1 + abs(strike - spot) / 10) * [0.5, 1.0, 2.2][expiry]
        let mark = max(0, right.sign * (spot - strike)) + time
        return Leg(
            contract: PaperBook.contract("ZZ", Self.expiries[expiry], right, strike), quantity: quantity,
            mark: Figure(mark))
    }

    private func randomLeg(_ random: inout SystemIndependentGenerator, spot: Double, isShort: Bool? = nil) -> Leg {
        let short = isShort ?? Bool.random(using: &random)
        return leg(
            Double(Int.random(in: 1...3, using: &random)) * (short ? -1 : 1),
            Bool.random(using: &random) ? .call : .put, Double(Int.random(in: 14...26, using: &random) * 5),
            Int.random(in: 0...2, using: &random), spot: spot)
    }

    private func randomBook(_ random: inout SystemIndependentGenerator, spot: Double) -> [Leg] {
        var legs = (0..<Int.random(in: 1...5, using: &random)).map { _ in randomLeg(&random, spot: spot) }
        if Int.random(in: 0...2, using: &random) == 0 {
            let shares = Double(Int.random(in: -2...3, using: &random) * 100)
            if shares != 0 { legs.append(Leg(contract: nil, quantity: shares, mark: Figure(spot))) }
        }
        return legs
    }

    private func requirement(_ legs: [Leg], spot: Double) throws -> (gross: Double, net: Double) {
        let found = MarginRequirement(
            legs,
            MarginRequirement.Underlying(spot: Figure(spot), kind: .stock, today: PaperBook.day(1, 4)))
        return (try #require(found.gross.value), try #require(found.net.value))
    }

    /// Never negative; n times the book asks n times as much; the order of the legs is nothing to it.
    @Test(arguments: 1...40) func scaleAndOrder(seed: Int) throws {
        var random = SystemIndependentGenerator(seed: UInt64(seed))
        for _ in 0..<25 {
            let spot = Double.random(in: 75...125, using: &random)
            let legs = randomBook(&random, spot: spot)
            let once = try requirement(legs, spot: spot)
            #expect(once.net >= 0 && once.gross >= once.net - 1e-9)
            let count = Double(Int.random(in: 2...9, using: &random))
            let many = legs.map { Leg(contract: $0.contract, quantity: $0.quantity * count, mark: $0.mark) }
            #expect(abs(try requirement(many, spot: spot).gross - count * once.gross) < 1e-6 * (1 + count * once.gross))
            let turned = try requirement(legs.reversed(), spot: spot)
            #expect(abs(turned.gross - once.gross) < 1e-6 * (1 + once.gross), "\(legs)")
        }
    }

    /// One more long option asks for no more than its price, and less where it covers something.
    @Test(arguments: 1...40) func aLongOptionNeverAsksMoreThanItsPrice(seed: Int) throws {
        var random = SystemIndependentGenerator(seed: UInt64(1000 + seed))
        for _ in 0..<25 {
            let spot = Double.random(in: 75...125, using: &random)
            let legs = randomBook(&random, spot: spot)
            let more = randomLeg(&random, spot: spot, isShort: false)
            let price = (more.mark.value ?? 0) * 100 * more.quantity
            let before = try requirement(legs, spot: spot).gross
            let after = try requirement(legs + [more], spot: spot).gross
            #expect(after <= before + price + 1e-6, "\(legs) and \(more)")
        }
    }

    /// A spread asks at most what its short asks bare, beside the price of its long; a condor at most both its wings.
    @Test(arguments: 1...40) func spreadsAndCondors(seed: Int) throws {
        var random = SystemIndependentGenerator(seed: UInt64(2000 + seed))
        for _ in 0..<25 {
            let spot = Double.random(in: 75...125, using: &random)
            let strikes = (0..<4).map { _ in Double(Int.random(in: 10...30, using: &random) * 5) }.sorted()
            let puts = [leg(1, .put, strikes[0], 0, spot: spot), leg(-1, .put, strikes[1], 0, spot: spot)]
            let calls = [leg(-1, .call, strikes[2], 0, spot: spot), leg(1, .call, strikes[3], 0, spot: spot)]
            let condor = try requirement(puts + calls, spot: spot).gross
            let wings = try [puts, calls].map { try requirement($0, spot: spot).gross }
            #expect(condor <= wings[0] + wings[1] + 1e-6)
            for (spread, width) in zip([puts, calls], [strikes[1] - strikes[0], strikes[3] - strikes[2]]) {
                let short = spread.filter { $0.quantity < 0 }
                let long = spread.filter { $0.quantity > 0 }
                let paid = 100 * (long[0].mark.value ?? 0)
                let asked = try requirement(spread, spot: spot).gross
                #expect(asked <= (try requirement(short, spot: spot).gross) + paid + 1e-6)
                #expect(asked <= 100 * width + paid + 1e-6)
            }
            // The greatest loss of either side, beside what the wings cost.
            let paid = 100 * ((puts[0].mark.value ?? 0) + (calls[1].mark.value ?? 0))
            #expect(condor <= 100 * max(strikes[1] - strikes[0], strikes[3] - strikes[2]) + paid + 1e-6)
        }
    }

    /// Against every pairing of one-lot legs there is, spreads and straddles alike.
    @Test(arguments: 1...30) func noOtherPairingIsCheaper(seed: Int) throws {
        var random = SystemIndependentGenerator(seed: UInt64(3000 + seed))
        for _ in 0..<20 {
            let spot = Double.random(in: 80...120, using: &random)
            let legs = (0..<Int.random(in: 2...6, using: &random)).map { _ in
                var leg = randomLeg(&random, spot: spot)
                leg.quantity = leg.quantity < 0 ? -1 : 1
                // One expiry each for shorts and longs: no combination of several spreads.
                leg.contract?.expiry = Self.expiries[leg.quantity < 0 ? 0 : 1]
                return leg
            }
            let found = try requirement(legs, spot: spot).gross
            let best = cheapest(legs, spot: spot)
            #expect(found <= best + 1e-6, "\(found) against \(best): \(legs)")
            #expect(found >= best - 1e-6, "\(found) against \(best): \(legs)")
        }
    }

    /// By trying them all: every short takes any long of its right or none; bare calls and puts are then straddles.
    private func cheapest(_ legs: [Leg], spot: Double) -> Double {
        let shorts = legs.filter { $0.quantity < 0 }
        let longs = legs.filter { $0.quantity > 0 }
        let paid = longs.reduce(0.0) { $0 + 100 * ($1.mark.value ?? 0) }
        func bare(_ leg: Leg) -> (deposit: Double, value: Double) {
            guard let contract = leg.contract, let mark = leg.mark.value else { return (0, 0) }
            let outside = max(0, contract.right.sign * (contract.strike - spot))
            let base = contract.right == .call ? spot : contract.strike
            let asked = mark + max(0.2 * spot - outside, 0.1 * base)
            return (100 * ((contract.right == .put ? min(asked, contract.strike) : asked) - mark), 100 * mark)
        }
        func search(_ index: Int, _ used: Set<Int>, _ open: [Leg], _ cost: Double) -> Double {
            guard index < shorts.count else {
                let parts = open.map { ($0.contract?.right, bare($0)) }
                let calls = parts.filter { $0.0 == .call }.map(\.1.deposit).sorted(by: >)
                let puts = parts.filter { $0.0 == .put }.map(\.1.deposit).sorted(by: >)
                let relief = zip(calls, puts).reduce(0.0) { $0 + max(0, min($1.0, $1.1)) }
                return cost + parts.reduce(0.0) { $0 + $1.1.deposit + $1.1.value } - relief
            }
            let short = shorts[index]
            var best = search(index + 1, used, open + [short], cost)
            for (other, long) in longs.enumerated() where !used.contains(other) {
                guard let sold = short.contract, let bought = long.contract, sold.right == bought.right else {
                    continue
                }
                let width = 100 * max(0, sold.right.sign * (bought.strike - sold.strike))
                best = min(best, search(index + 1, used.union([other]), open, cost + width))
            }
            return best
        }
        return paid + search(0, [], [], 0)
    }
}
