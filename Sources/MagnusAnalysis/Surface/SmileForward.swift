import Glibc
import MagnusDomain
import MagnusQuant

/// The forward that makes calls and puts of one expiry tell one smile.
///
/// Put-call parity holds for European options; the prices of American ones hold their early exercise, mostly the puts'.
/// Here it is taken off first: at the volatility of each quote the American price less the European one, with the carry
/// that the forward itself implies, a few rounds until both agree.
struct SmileForward {
    /// Dollars per share.
    let value: Double
    /// Continuously compounded yield that carries the spot to the forward, decimal.
    let yield: Double
    let isRefined: Bool

    struct Pair {
        var strike: Double
        var call: Double
        var put: Double
    }

    private static let rounds = 4

    /// - Parameters:
    ///   - stated: the chain's forward.
    ///   - pairs: mids of calls and puts at the strikes nearest the forward.
    /// - Returns: nil where spot, forward or time are not positive.
    init?(stated: Double, spot: Double, carry: CarryTerms, style: ExerciseStyle, pairs: [Pair]) {
        guard let first = Self.yield(stated, spot: spot, carry: carry) else { return nil }
        guard style == .american, !pairs.isEmpty, carry.years > 1.0 / 365 else {
            (value, yield, isRefined) = (stated, first, false)
            return
        }
        var forward = stated
        var yield = first
        for _ in 0..<Self.rounds {
            var forwards: [Double] = []
            for pair in pairs {
                guard
                    let call = Self.premium(.call, pair.call, pair.strike, spot: spot, carry: carry, yield: yield),
                    let put = Self.premium(.put, pair.put, pair.strike, spot: spot, carry: carry, yield: yield)
                else { continue }
                forwards.append(
                    pair.strike + exp(carry.rate * carry.years) * ((pair.call - call) - (pair.put - put)))
            }
            guard !forwards.isEmpty else { break }
            let next = forwards.reduce(0, +) / Double(forwards.count)
            // Further than a tenth it is no early exercise but a broken quote.
            guard abs(next - stated) < 0.1 * stated, let moved = Self.yield(next, spot: spot, carry: carry) else {
                break
            }
            let isDone = abs(next - forward) < 1e-7 * spot
            forward = next
            yield = moved
            if isDone { break }
        }
        value = forward
        self.yield = yield
        isRefined = forward != stated
    }

    private static func yield(_ forward: Double, spot: Double, carry: CarryTerms) -> Double? {
        guard forward > 0, spot > 0, carry.years > 0 else { return nil }
        let value = carry.rate - log(forward / spot) / carry.years
        return value.isFinite ? value : nil
    }

    /// What early exercise is worth in a price; nil where the price tells no volatility.
    private static func premium(
        _ right: OptionRight, _ price: Double, _ strike: Double, spot: Double, carry: CarryTerms, yield: Double
    ) -> Double? {
        var terms = OptionTerms(
            right: right, style: .american, spot: spot, strike: strike, years: carry.years, rate: carry.rate,
            dividendYield: yield, volatility: 0)
        guard let volatility = try? OptionPricing.impliedVolatility(price: price, terms: terms, accuracy: .live) else {
            return nil
        }
        terms.volatility = volatility
        terms.style = .european
        guard let european = try? BlackScholes.price(terms) else { return nil }
        return max(price - european, 0)
    }
}
