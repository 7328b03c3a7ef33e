import Glibc

/// Reads value and derivatives off a solved grid.
struct DividendGridReader {
    let grid: DividendGrid
    /// Eight lanes per node.
    let values: UnsafePointer<Double>

    private func value(_ node: Int, _ lane: Int) -> Double { values[DividendGrid.laneCount * node + lane] }

    private func isExercised(_ node: Int, _ lane: Int) -> Bool {
        grid.constraint != 0 && grid.payoff[node] > 0 && value(node, lane) <= grid.payoff[node]
    }

    /// At a spot inside the grid, from the six nearest nodes.
    func read(lane: Int, spot: Double) -> DividendGrid.Reading {
        var terms = grid.terms
        terms.spot = spot
        let n = grid.spots.count - 1
        let direction = grid.isRising ? 1.0 : -1.0
        let position = direction * terms.logMoneyness / grid.spacing + Double(n / 2)
        let nearest = min(max(Int(position), 3), n - 4)
        let intrinsic = AmericanPricing.intrinsic(terms)
        let reach = max(2, Int(min(0.005 / grid.spacing, Double(n)).rounded(.up)))
        var isNear = false
        for i in max(1, nearest - reach)...min(n - 2, nearest + reach)
        where isExercised(i, lane) != isExercised(i + 1, lane) {
            isNear = true
        }
        if isExercised(nearest, lane) && isExercised(nearest + 1, lane) && intrinsic > 0 {
            return DividendGrid.Reading(
                price: intrinsic, delta: terms.right.sign, gamma: 0, isExercised: true, isNearBoundary: isNear)
        }
        let base = nearest - 2
        let u = position - Double(base)
        var total = 0.0
        var first = 0.0
        var second = 0.0
        for j in 0..<6 {
            // Lagrange basis on 0...5 with its two derivatives, built up factor by factor.
            var l = 1.0
            var l1 = 0.0
            var l2 = 0.0
            for m in 0..<6 where m != j {
                let scale = 1 / Double(j - m)
                let x = (u - Double(m)) * scale
                l2 = l2 * x + 2 * l1 * scale
                l1 = l1 * x + l * scale
                l *= x
            }
            let node = value(base + j, lane)
            total += l * node
            first += l1 * node
            second += l2 * node
        }
        first /= grid.spacing * direction
        second /= grid.spacing * grid.spacing
        let floor = terms.style == .american ? intrinsic : 0
        return DividendGrid.Reading(
            price: total < floor ? floor : total, delta: first / terms.spot,
            gamma: (second - first) / (terms.spot * terms.spot), isExercised: false, isNearBoundary: isNear)
    }
}
