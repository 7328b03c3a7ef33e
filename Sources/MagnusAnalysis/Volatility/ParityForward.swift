import Glibc
import MagnusDomain
import MagnusQuant

/// Call and put of one strike as put-call parity reads them.
public struct ParityPair: Sendable, Hashable {
    public var call: OptionContract
    public var put: OptionContract
    /// Dollars per share.
    public var callMid: Double
    public var putMid: Double
    /// What early exercise is worth in the mids, dollars per share, >= 0: taken off before parity; 0 in European ones.
    public var callPremium: Double
    public var putPremium: Double

    /// Dollars.
    public var strike: Double { call.strike }

    /// The forward that the pair tells by itself.
    /// - Parameter growth: e^(rT).
    func forward(growth: Double) -> Double {
        strike + growth * ((callMid - callPremium) - (putMid - putPremium))
    }
}

/// The forward that makes calls and puts of one expiry tell one smile: that of every screen.
///
/// Put-call parity holds for European options; the prices of American ones hold their early exercise, mostly the puts'.
/// Here it is taken off first: at the volatility of each quote the American price less the European one, with the carry
/// that the forward itself implies, a few rounds until both agree. Calls before an ex-date hold the dividend besides,
/// which the slice has taken off (``ExpirySlice``).
struct ParityForward {
    /// Dollars per share.
    let value: Double
    /// What the value was made of.
    let pairs: [ParityPair]

    private static let rounds = 4

    /// Whether early exercise was found in the quotes.
    var isWithoutExercise: Bool { pairs.contains { $0.callPremium > 0 || $0.putPremium > 0 } }

    var method: String { isWithoutExercise ? Self.refinedMethod : Self.plainMethod }

    static let plainMethod = "put-call parity"
    static let refinedMethod = "put-call parity, early exercise taken off"
    static let carriedMethod = "carried spot"

    /// - Parameter entries: those the slice was made of.
    /// - Returns: nil where no strike near the money has both quotes.
    init?(_ slice: ExpirySlice, entries: [ChainEntry]) {
        guard let stated = slice.parityForward, let first = slice.pairs.first else { return nil }
        let style = entries[first.call].contract.style
        let read = slice.pairs.map { pair in
            ParityPair(
                call: entries[pair.call].contract, put: entries[pair.put].contract, callMid: pair.callMid,
                putMid: pair.putMid, callPremium: pair.callPremium, putPremium: 0)
        }
        self.init(stated: stated, spot: slice.spot, carry: slice.carry, style: style, pairs: read)
    }

    /// - Parameters:
    ///   - stated: by parity of the pairs as they are.
    ///   - pairs: at the strikes nearest the money; their calls without what a dividend adds to them.
    init(stated: Double, spot: Double, carry: CarryTerms, style: ExerciseStyle, pairs: [ParityPair]) {
        var forward = stated
        var accepted = pairs
        // Dividends leave the shares at once, not bit by bit: a put is exercised after them.
        if style == .american, carry.years > 1.0 / 365, let base = carry.stripped(spot: spot),
            var yield = Self.yield(stated, spot: base, carry: carry)
        {
            let growth = exp(carry.rate * carry.years)
            for _ in 0..<Self.rounds {
                let read = pairs.compactMap { Self.withoutExercise($0, spot: base, carry: carry, yield: yield) }
                guard !read.isEmpty else { break }
                let next = read.reduce(0) { $0 + $1.forward(growth: growth) } / Double(read.count)
                // Further than a tenth it is no early exercise but a broken quote.
                guard abs(next - stated) < 0.1 * stated, let moved = Self.yield(next, spot: base, carry: carry) else {
                    break
                }
                let isDone = abs(next - forward) < 1e-7 * spot
                forward = next
                accepted = read
                yield = moved
                if isDone { break }
            }
        }
        value = forward
        self.pairs = accepted
    }

    /// Continuously compounded yield that carries a spot to a forward, decimal; nil where one of them is not positive.
    static func yield(_ forward: Double, spot: Double, carry: CarryTerms) -> Double? {
        guard forward > 0, spot > 0, carry.years > 0 else { return nil }
        let value = carry.rate - log(forward / spot) / carry.years
        return value.isFinite ? value : nil
    }

    /// nil where a price tells no volatility.
    private static func withoutExercise(
        _ pair: ParityPair, spot: Double, carry: CarryTerms, yield: Double
    ) -> ParityPair? {
        var result = pair
        if carry.dividends.isEmpty {
            guard let call = premium(.call, pair.callMid, pair.strike, spot: spot, carry: carry, yield: yield) else {
                return nil
            }
            result.callPremium = call
        }
        guard let put = premium(.put, pair.putMid, pair.strike, spot: spot, carry: carry, yield: yield) else {
            return nil
        }
        result.putPremium = put
        return result
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
