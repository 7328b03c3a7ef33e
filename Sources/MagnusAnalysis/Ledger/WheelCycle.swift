import MagnusDomain

/// The present cycle of shares in one symbol of one account (trader.md section 3 item 8).
///
/// A cycle begins when shares are first held and ends when the last one leaves. The wheel basis is the broker's basis less
/// the net premiums per share of the cycle: of the puts that brought the shares, and of the calls that were closed while
/// they were held. A call that took shares away goes with them, profits on shares are apart, and fees are inside the net
/// premiums already.
struct WheelCycle: Sendable, Hashable {
    private var putPremium = 0.0
    private var callPremium = 0.0
    private(set) var shares = 0.0

    mutating func add(shares count: Double) { shares += count }

    /// Shares leave: what is left keeps its premiums per share.
    mutating func remove(shares count: Double) {
        guard shares > 0, count < shares - 1e-9 else {
            self = WheelCycle()
            return
        }
        let kept = (shares - count) / shares
        putPremium *= kept
        callPremium *= kept
        shares -= count
    }

    /// Net premium in dollars of puts that brought shares of this cycle.
    mutating func addPut(premium: Double) { putPremium += premium }

    /// Profit in dollars of short calls closed while the shares are held.
    mutating func addCall(profit: Double) {
        if shares > 0 { callPremium += profit }
    }

    mutating func split(ratio: Double) { shares *= ratio }

    /// - Parameter price: Mean entry price per share as the broker counts: strike of the assignment or purchase price.
    func basis(price: Double) -> StockBasis? {
        guard shares > 0 else { return nil }
        return StockBasis(
            broker: price, tax: price - putPremium / shares, wheel: price - (putPremium + callPremium) / shares)
    }
}
