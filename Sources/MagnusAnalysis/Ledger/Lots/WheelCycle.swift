import MagnusDomain

/// The present cycle of shares in one symbol of one account (trader.md section 3 item 8).
///
/// A cycle begins when shares are first held and ends when the last one leaves. The wheel basis is the broker's basis less
/// the net premiums per share of the cycle: of the puts that brought the shares, and of the calls that were closed while
/// they were held. A call that took shares away goes with them, profits on shares are apart, and fees are inside the net
/// premiums already.
struct WheelCycle: Sendable, Hashable {
    private var putPremium = Money.zero
    private var callPremium = Money.zero
    private(set) var shares = Quantity.zero

    mutating func add(shares count: Quantity) {
        let (sum, overflow) = shares.millionths.addingReportingOverflow(count.millionths)
        shares = Quantity(millionths: overflow ? Int64.max : sum)
    }

    /// Shares leave: what is left keeps its premiums per share.
    mutating func remove(shares count: Quantity) {
        guard shares > .zero, count < shares else {
            self = WheelCycle()
            return
        }
        let kept = Quantity(millionths: shares.millionths - count.millionths)
        // Both factors are in range and the quotient is below one: neither can overflow.
        putPremium = (try? putPremium.scaled(by: kept.millionths, over: shares.millionths)) ?? .zero
        callPremium = (try? callPremium.scaled(by: kept.millionths, over: shares.millionths)) ?? .zero
        shares = kept
    }

    /// Net premium of puts that brought shares of this cycle.
    mutating func addPut(premium: Money) throws(MoneyError) { putPremium = try putPremium.adding(premium) }

    /// Profit of short calls closed while the shares are held.
    mutating func addCall(profit: Money) throws(MoneyError) {
        if shares > .zero { callPremium = try callPremium.adding(profit) }
    }

    /// Shares multiplied by after / before.
    mutating func split(after: Quantity, before: Quantity) {
        guard before > .zero, after > .zero,
            let scaled = try? Money(tenThousandths: shares.millionths).scaled(
                by: after.millionths, over: before.millionths)
        else { return }
        shares = Quantity(millionths: scaled.tenThousandths)
    }

    /// - Parameter price: Mean entry price per share as the broker counts: strike of the assignment or purchase price.
    func basis(price: Double) -> StockBasis? {
        guard shares > .zero else { return nil }
        return StockBasis(
            broker: price, tax: price - putPremium.dollars / shares.value,
            wheel: price - (putPremium.dollars + callPremium.dollars) / shares.value)
    }
}
