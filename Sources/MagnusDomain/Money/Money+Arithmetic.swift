extension Money {
    /// The exact sum.
    /// - Throws: ``MoneyError/overflow``.
    public func adding(_ other: Money) throws(MoneyError) -> Money {
        let (sum, overflow) = tenThousandths.addingReportingOverflow(other.tenThousandths)
        guard !overflow else { throw .overflow }
        return Money(tenThousandths: sum)
    }

    /// The exact difference.
    /// - Throws: ``MoneyError/overflow``.
    public func subtracting(_ other: Money) throws(MoneyError) -> Money {
        let (difference, overflow) = tenThousandths.subtractingReportingOverflow(other.tenThousandths)
        guard !overflow else { throw .overflow }
        return Money(tenThousandths: difference)
    }

    /// The exact multiple.
    /// - Throws: ``MoneyError/overflow``.
    public func multiplied(by factor: Int) throws(MoneyError) -> Money {
        let (product, overflow) = tenThousandths.multipliedReportingOverflow(by: Int64(factor))
        guard !overflow else { throw .overflow }
        return Money(tenThousandths: product)
    }

    /// The exact value of a holding: price per share times contracts (or shares) times multiplier. Short is negative.
    /// - Throws: ``MoneyError/overflow``.
    public static func value(price: Money, quantity: Int, multiplier: Int) throws(MoneyError) -> Money {
        try price.multiplied(by: quantity).multiplied(by: multiplier)
    }

    /// The value of a holding with a fractional quantity, to the nearest ten-thousandth, half away from zero.
    /// - Throws: ``MoneyError/overflow``.
    public static func value(price: Money, quantity: Quantity, multiplier: Int) throws(MoneyError) -> Money {
        try price.multiplied(by: multiplier).scaled(by: quantity.millionths, over: 1_000_000)
    }

    /// This amount times `numerator` / `denominator`, to the nearest ten-thousandth, half away from zero. The product
    /// is formed in 128 bits: nothing is lost in between.
    /// - Throws: ``MoneyError/noDivisor`` unless `denominator` > 0, ``MoneyError/overflow``.
    public func scaled(by numerator: Int64, over denominator: Int64) throws(MoneyError) -> Money {
        guard denominator > 0 else { throw .noDivisor }
        // Most lots are closed whole.
        if numerator == denominator, tenThousandths != .min { return self }
        let (high, low) = tenThousandths.magnitude.multipliedFullWidth(by: numerator.magnitude)
        let divisor = UInt64(denominator)
        guard high < divisor else { throw .overflow }
        let (quotient, remainder) = divisor.dividingFullWidth((high, low))
        let (size, overflow) = quotient.addingReportingOverflow(remainder >= divisor - remainder ? 1 : 0)
        let isNegative = (tenThousandths < 0) != (numerator < 0)
        guard !overflow, size <= UInt64(Int64.max) else { throw .overflow }
        return Money(tenThousandths: isNegative ? -Int64(size) : Int64(size))
    }

    /// This amount in `count` parts that differ by at most one ten-thousandth and add up to it exactly.
    /// - Throws: ``MoneyError/noDivisor`` unless `count` is 1 to 1,000,000.
    public func split(into count: Int) throws(MoneyError) -> [Money] {
        guard (1...1_000_000).contains(count) else { throw .noDivisor }
        let (share, rest) = tenThousandths.quotientAndRemainder(dividingBy: Int64(count))
        let unit: Int64 = rest < 0 ? -1 : 1
        return (0..<count).map { index in
            Money(tenThousandths: share + (UInt64(index) < rest.magnitude ? unit : 0))
        }
    }

    /// This amount in proportion to weights, adding up to it exactly.
    ///
    /// Every part is rounded towards zero, then the missing ten-thousandths go one each to the largest remainders
    /// (earlier parts first among equals): no part is a ten-thousandth or more from its exact share.
    /// - Parameter weights: none negative, their sum positive and at most `Int64.max`.
    /// - Throws: ``MoneyError/noDivisor`` otherwise.
    public func allocated(byWeights weights: [Int64]) throws(MoneyError) -> [Money] {
        var total: Int64 = 0
        for weight in weights {
            let (sum, overflow) = total.addingReportingOverflow(weight)
            guard weight >= 0, !overflow else { throw .noDivisor }
            total = sum
        }
        guard total > 0 else { throw .noDivisor }
        let divisor = UInt64(total)
        let size = tenThousandths.magnitude
        var parts: [UInt64] = []
        var remainders: [(index: Int, remainder: UInt64)] = []
        var missing = size
        for (index, weight) in weights.enumerated() {
            // The weight is at most the total, so the quotient fits.
            let (quotient, remainder) = divisor.dividingFullWidth(size.multipliedFullWidth(by: UInt64(weight)))
            parts.append(quotient)
            remainders.append((index, remainder))
            missing -= quotient
        }
        remainders.sort { $0.remainder == $1.remainder ? $0.index < $1.index : $0.remainder > $1.remainder }
        for entry in remainders.prefix(Int(missing)) { parts[entry.index] += 1 }
        let isNegative = tenThousandths < 0
        return parts.map { Money(tenThousandths: isNegative ? 0 &- Int64(bitPattern: $0) : Int64(bitPattern: $0)) }
    }
}
