import MagnusQuant
import Testing

@testable import MagnusAnalysis

@Suite struct CoverMatchingTests {
    /// By trying every way to cover every single unit.
    private func greatest(_ demands: [Int], _ supplies: [Int], _ gains: [[Double?]]) -> Double {
        let units = demands.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element) }
        func search(_ unit: Int, _ spare: [Int]) -> Double {
            guard unit < units.count else { return 0 }
            var best = search(unit + 1, spare)
            for supply in spare.indices where spare[supply] > 0 {
                guard let gain = gains[units[unit]][supply] else { continue }
                var left = spare
                left[supply] -= 1
                best = max(best, gain + search(unit + 1, left))
            }
            return best
        }
        return search(0, supplies)
    }

    private func check(_ demands: [Double], _ supplies: [Double], _ gains: [[Double?]]) -> Double {
        let covers = CoverMatching.best(demands: demands, supplies: supplies) { gains[$0][$1] }
        var total = 0.0
        var wanted = demands
        var spare = supplies
        for cover in covers {
            #expect(cover.amount > 0 && gains[cover.demand][cover.supply] != nil)
            wanted[cover.demand] -= cover.amount
            spare[cover.supply] -= cover.amount
            total += (gains[cover.demand][cover.supply] ?? 0) * cover.amount
        }
        #expect((wanted + spare).allSatisfy { $0 >= -1e-9 })
        return total
    }

    @Test(arguments: 1...30) func nothingSavesMore(seed: Int) {
        var random = SystemIndependentGenerator(seed: UInt64(seed))
        for _ in 0..<40 {
            let demands = (0..<Int.random(in: 1...4, using: &random)).map { _ in Int.random(in: 0...2, using: &random) }
            let supplies = (0..<Int.random(in: 1...4, using: &random)).map { _ in Int.random(in: 0...3, using: &random)
            }
            let gains: [[Double?]] = demands.map { _ in
                supplies.map { _ in
                    // Many ties, losses and pairs that are not allowed.
                    Int.random(in: 0...3, using: &random) == 0 ? nil : Double(Int.random(in: -2...6, using: &random))
                }
            }
            let found = check(demands.map(Double.init), supplies.map(Double.init), gains)
            #expect(abs(found - greatest(demands, supplies, gains)) < 1e-9, "\(demands) \(supplies) \(gains)")
        }
    }

    /// Large problems against the certificate of linear programming: the same saving, whichever side is placed.
    @Test(arguments: [(30, 20), (60, 60), (100, 40)]) func bothSidesAgree(size: (Int, Int)) {
        var random = SystemIndependentGenerator(seed: UInt64(size.0 * 1000 + size.1))
        let demands = (0..<size.0).map { _ in Double(Int.random(in: 1...5, using: &random)) }
        let supplies = (0..<size.1).map { _ in Double(Int.random(in: 1...8, using: &random)) }
        let gains: [[Double?]] = demands.map { _ in
            supplies.map { _ in
                Bool.random(using: &random) ? nil : Double.random(in: -1...20, using: &random)
            }
        }
        let turned: [[Double?]] = supplies.indices.map { supply in demands.indices.map { gains[$0][supply] } }
        let one = check(demands, supplies, gains)
        let other = check(supplies, demands, turned)
        #expect(abs(one - other) < 1e-6 * one)
    }

    @Test func nothingToCover() {
        #expect(CoverMatching.best(demands: [], supplies: [1], gains: []).isEmpty)
        #expect(CoverMatching.best(demands: [1], supplies: [], gains: []).isEmpty)
        #expect(CoverMatching.best(demands: [1], supplies: [1], gains: [0]).isEmpty)
        #expect(CoverMatching.best(demands: [1], supplies: [1], gains: [-.infinity]).isEmpty)
    }
}
