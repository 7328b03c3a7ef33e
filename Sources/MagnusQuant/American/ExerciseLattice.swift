import Glibc

/// The trinomial lattice behind `AssignmentProbability`.
///
/// Its nodes stand on the strike, not on the spot: probabilities are carried backwards and read between the nodes at the
/// spot, so that they move smoothly with it. A lattice that starts at the spot jumps by a node's whole probability
/// whenever a node crosses the strike.
struct ExerciseLattice {
    private let terms: OptionTerms
    /// Times ascending from 0 to expiry, every ex-date among them.
    private let times: [Double]
    /// Cash paid at each time (0 mostly).
    private let cash: [Double]
    private let spots: [Double]
    private let spacing: Double
    private let half: Int
    private let payoff: [Double]

    init(terms: OptionTerms, steps: Int) {
        self.terms = terms
        let dividends = terms.dividends.filter { $0.years > 0 && $0.years <= terms.years && $0.amount > 0 }
        let drift = abs(terms.rate - terms.dividendYield - 0.5 * terms.volatility * terms.volatility)
        // Probabilities stay positive while the drift of one step is below half its deviation.
        let needed = 4 * drift * drift * terms.years / (terms.volatility * terms.volatility)
        let count = max(steps, Int(min(needed, 4000)))
        var grid = (0...count).map { terms.years * Double($0) / Double(count) }
        let step = terms.years / Double(count)
        var paid: [Double: Double] = [:]
        for dividend in dividends {
            // The nearest time moves onto the ex-date, or a new one is put in beside it.
            let index = min(max(Int((dividend.years / step).rounded()), 1), count)
            if index < count && paid[grid[index]] == nil && abs(grid[index] - dividend.years) < 0.5 * step {
                grid[index] = dividend.years
            } else {
                grid.append(dividend.years)
            }
            paid[dividend.years, default: 0] += dividend.amount
        }
        grid = Array(Set(grid)).sorted()
        times = grid
        cash = grid.map { paid[$0] ?? 0 }
        // The widest step sets the spacing, so that no branch has a negative weight.
        var widest = step
        for i in 1..<grid.count { widest = max(widest, grid[i] - grid[i - 1]) }
        let spacing = max(
            terms.volatility * (3 * step).squareRoot(), terms.volatility * (1.05 * widest).squareRoot(),
            1.05 * drift * widest)
        self.spacing = spacing
        let reach = 6 * terms.volatility * terms.years.squareRoot() + drift * terms.years
        let half = max(8, Int((reach / spacing).rounded(.up)))
        self.half = half
        let middle = (log(terms.spot / terms.strike) / spacing).rounded()
        spots = (0...(2 * half)).map { terms.strike * exp((middle + Double($0 - half)) * spacing) }
        let sign = terms.right.sign
        let strike = terms.strike
        payoff = spots.map { max(0, sign * ($0 - strike)) }
    }

    /// Branch weights up, middle, down of a time step; mean and variance of the log right.
    private func weights(_ span: Double) -> (up: Double, middle: Double, down: Double) {
        let variance = terms.volatility * terms.volatility
        let mean = (terms.rate - terms.dividendYield - 0.5 * variance) * span / spacing
        let square = variance * span / (spacing * spacing) + mean * mean
        let up = min(max(0.5 * (square + mean), 0), 1)
        let down = min(max(0.5 * (square - mean), 0), 1 - up)
        return (up, 1 - up - down, down)
    }

    /// Where the spot of a node is after paying: the node below and the share of the one above it.
    private func landing(_ node: Int, _ amount: Double) -> (node: Int, share: Double) {
        let after = spots[node] - amount
        guard after > spots[0] else { return (0, 0) }
        let position = min(log(after / spots[0]) / spacing, Double(2 * half))
        let low = min(Int(position), 2 * half - 1)
        return (low, (after - spots[low]) / (spots[low + 1] - spots[low]))
    }

    mutating func probability(lastSession: Double, nextSession: Double?) -> AssignmentProbability {
        let last = times.count - 1
        let top = 2 * half
        let american = terms.style == .american
        // Range of exercising nodes per time, as flags packed per time.
        var exercised = [Bool](repeating: false, count: (last + 1) * (top + 1))
        var value = payoff
        func carry(_ index: Int) {
            guard cash[index] > 0 else { return }
            let old = value
            for node in 0...top {
                let (low, share) = landing(node, cash[index])
                value[node] = old[low] * (1 - share) + old[min(low + 1, top)] * share
            }
            guard american else { return }
            for node in 0...top where payoff[node] > 0 && payoff[node] >= value[node] {
                value[node] = payoff[node]
                exercised[index * (top + 1) + node] = true
            }
        }
        carry(last)
        var next = value
        for index in stride(from: last - 1, through: 0, by: -1) {
            let span = times[index + 1] - times[index]
            let (up, middle, down) = weights(span)
            let discount = exp(-terms.rate * span)
            let (high, same, low) = (discount * up, discount * middle, discount * down)
            next.withUnsafeMutableBufferPointer { next in
                value.withUnsafeBufferPointer { value in
                    for node in 1..<top {
                        next[node] = high * value[node + 1] + same * value[node] + low * value[node - 1]
                    }
                }
            }
            // Linear in the spot beyond the ends.
            let growth = exp(spacing)
            next[0] = max(0, next[1] + (next[1] - next[2]) / growth)
            next[top] = max(0, next[top - 1] + (next[top - 1] - next[top - 2]) * growth)
            if american {
                let marks = cash[index] == 0
                let first = index * (top + 1)
                next.withUnsafeMutableBufferPointer { next in
                    payoff.withUnsafeBufferPointer { payoff in
                        exercised.withUnsafeMutableBufferPointer { exercised in
                            for node in 0...top where payoff[node] > 0 && payoff[node] >= next[node] {
                                next[node] = payoff[node]
                                if marks { exercised[first + node] = true }
                            }
                        }
                    }
                }
            }
            swap(&value, &next)
            carry(index)
        }
        return chances(exercised, lastSession: lastSession, nextSession: nextSession)
    }

    /// The chance, at the nodes of one time, of something that happens from then on.
    private struct Chance {
        var nodes: [Double]
        private var later: [Double]

        init(_ nodes: [Double]) {
            self.nodes = nodes
            later = nodes
        }

        /// One time step back.
        mutating func step(_ up: Double, _ middle: Double, _ down: Double) {
            swap(&nodes, &later)
            let top = nodes.count - 1
            nodes.withUnsafeMutableBufferPointer { nodes in
                later.withUnsafeBufferPointer { later in
                    for node in 1..<top {
                        nodes[node] = up * later[node + 1] + middle * later[node] + down * later[node - 1]
                    }
                    nodes[0] = nodes[1]
                    nodes[top] = nodes[top - 1]
                }
            }
        }

        /// Back over a drop of the spot.
        mutating func drop(_ landing: (Int) -> (node: Int, share: Double)) {
            swap(&nodes, &later)
            for node in nodes.indices {
                let (low, share) = landing(node)
                nodes[node] = later[low] * (1 - share) + later[min(low + 1, later.count - 1)] * share
            }
        }
    }

    private func chances(
        _ exercised: [Bool], lastSession: Double, nextSession: Double?
    ) -> AssignmentProbability {
        let last = times.count - 1
        let top = 2 * half
        let never = [Double](repeating: 0, count: top + 1)
        var early = Chance(never)
        var byNext = Chance(never)
        // A node on the strike counts half.
        var total = Chance(
            (0...top).map { node in
                payoff[node] > 1e-9 * terms.strike
                    ? 1 : abs(spots[node] - terms.strike) <= 1e-9 * terms.strike ? 0.5 : 0
            })
        // Until the first of them has happened, going back, the parts are nothing everywhere.
        var (hasEarly, hasNext) = (false, false)
        for index in stride(from: last, through: 0, by: -1) {
            if index < last {
                let (up, middle, down) = weights(times[index + 1] - times[index])
                total.step(up, middle, down)
                if hasEarly { early.step(up, middle, down) }
                if hasNext { byNext.step(up, middle, down) }
            }
            if cash[index] > 0 {
                let amount = cash[index]
                total.drop { landing($0, amount) }
                if hasEarly { early.drop { landing($0, amount) } }
                if hasNext { byNext.drop { landing($0, amount) } }
            }
            // At expiry only the exercise before a last drop is a decision of its own.
            guard index < last || cash[index] > 0 else { continue }
            let isEarly = AssignmentProbability.isEarly(times[index], lastSession: lastSession)
            let isByNext =
                isEarly && (nextSession.map { AssignmentProbability.isEarly(times[index], lastSession: $0) } ?? false)
            hasEarly = hasEarly || isEarly
            hasNext = hasNext || isByNext
            let first = index * (top + 1)
            for node in 0...top where exercised[first + node] {
                total.nodes[node] = 1
                if isEarly { early.nodes[node] = 1 }
                if isByNext { byNext.nodes[node] = 1 }
            }
        }
        let (low, share) = landing(spot: terms.spot)
        func here(_ chance: Chance) -> Double {
            min(1, max(0, chance.nodes[low] * (1 - share) + chance.nodes[low + 1] * share))
        }
        let soon = here(early)
        return AssignmentProbability(
            early: soon, byNextSession: nextSession.map { _ in min(soon, here(byNext)) },
            atExpiry: max(0, here(total) - soon),
            concentration: concentration(exercised, soon, lastSession: lastSession))
    }

    /// The node at or below a spot and the share of the one above it.
    private func landing(spot: Double) -> (node: Int, share: Double) {
        let position = min(max(log(spot / spots[0]) / spacing, 0), Double(2 * half) - 1e-9)
        return (Int(position), position - Double(Int(position)))
    }

    /// The time at which most of the early part falls: probability runs forwards and is absorbed where exercise pays.
    private func concentration(_ exercised: [Bool], _ early: Double, lastSession: Double) -> Double? {
        guard early > 1e-9 else { return nil }
        let last = times.count - 1
        let top = 2 * half
        var mass = [Double](repeating: 0, count: top + 1)
        let (start, share) = landing(spot: terms.spot)
        mass[start] = 1 - share
        mass[start + 1] = share
        var moved = mass
        var most = (moment: times[0], mass: 0.0)
        for index in 0...last {
            if index < last || cash[index] > 0 {
                var absorbed = 0.0
                for node in 0...top where exercised[index * (top + 1) + node] {
                    absorbed += mass[node]
                    mass[node] = 0
                }
                if absorbed > most.mass, AssignmentProbability.isEarly(times[index], lastSession: lastSession) {
                    most = (times[index], absorbed)
                }
            }
            if cash[index] > 0 {
                let old = mass
                mass = [Double](repeating: 0, count: top + 1)
                for node in 0...top where old[node] > 0 {
                    let (low, share) = landing(node, cash[index])
                    mass[low] += old[node] * (1 - share)
                    mass[min(low + 1, top)] += old[node] * share
                }
            }
            guard index < last else { break }
            let (up, middle, down) = weights(times[index + 1] - times[index])
            moved.withUnsafeMutableBufferPointer { moved in
                mass.withUnsafeBufferPointer { mass in
                    for node in 1..<top {
                        moved[node] = up * mass[node - 1] + middle * mass[node] + down * mass[node + 1]
                    }
                    // What would leave the lattice stays on its edge.
                    moved[0] = (middle + down) * mass[0] + down * mass[1]
                    moved[top] = (middle + up) * mass[top] + up * mass[top - 1]
                }
            }
            swap(&mass, &moved)
        }
        return most.mass > 0 ? most.moment : nil
    }
}
