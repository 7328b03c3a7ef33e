import MagnusDomain

/// A part of a holding that was opened at once.
struct LedgerLot: Sendable, Hashable {
    /// Signed: short is negative. Never zero while the lot is kept.
    var quantity: Quantity
    /// Cash paid for it with fees; negative when cash was received.
    var cost: Money
    /// Per share, without fees; nil when no source stated one.
    var price: Double?
    var openedAt: Instant
    var group: String?
    /// Where it came from, for the position's origin.
    var origin: String

    /// Takes a share of the lot out.
    /// - Parameter part: magnitude to take, at most the lot's own.
    mutating func take(_ part: Quantity) -> LedgerLot {
        let whole = quantity.magnitude
        guard part < whole else {
            let all = self
            quantity = .zero
            cost = .zero
            return all
        }
        var taken = self
        taken.quantity = quantity.isShort ? -part : part
        taken.cost = cost.share(part.millionths, of: whole.millionths)
        quantity = quantity - taken.quantity
        cost -= taken.cost
        return taken
    }
}

extension Money {
    /// The part that `numerator` of `denominator` stand for, rounded to the nearest ten-thousandth; what is left over is
    /// the rest of the amount, so that parts always add up.
    func share(_ numerator: Int64, of denominator: Int64) -> Money {
        do throws(MoneyError) {
            return try scaled(by: numerator, over: denominator)
        } catch {
            // A part is never more than its whole, so neither error of `scaled` can happen.
            preconditionFailure("a part of \(denominator) was asked as \(numerator)")
        }
    }
}
