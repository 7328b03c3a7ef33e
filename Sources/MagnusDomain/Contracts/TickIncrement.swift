/// The price steps in which an option order may be placed.
///
/// The step follows the order's own limit price, not the last trade (Cboe rule 5.4).
public struct TickIncrement: Sendable, Hashable {
    /// The step while the price is under 3.00, > 0.
    public let belowThree: Money
    /// The step from 3.00 on, > 0.
    public let fromThree: Money

    /// - Returns: nil unless both steps are positive.
    public init?(belowThree: Money, fromThree: Money) {
        guard belowThree > .zero, fromThree > .zero else { return nil }
        self.init(below: belowThree.tenThousandths, from: fromThree.tenThousandths)
    }

    private init(below: Int64, from: Int64) {
        belowThree = Money(tenThousandths: below)
        fromThree = Money(tenThousandths: from)
    }

    /// 0.01 at every price: SPY, QQQ, IWM, and the net price of most combinations.
    public static let penny = TickIncrement(below: 100, from: 100)
    /// 0.01 under 3.00 and 0.05 from there: classes of the penny interval programme.
    public static let pennyProgramme = TickIncrement(below: 100, from: 500)
    /// 0.05 under 3.00 and 0.10 from there: all other classes.
    public static let nickelDime = TickIncrement(below: 500, from: 1000)
    /// 0.05 at every price: net prices of index combinations.
    public static let nickel = TickIncrement(below: 500, from: 500)

    /// The step of a root's single orders, when no source states it.
    ///
    /// A class whose membership in the penny programme is not known here gets the coarser step, which is valid either
    /// way; a broker's own field wins.
    public static func standard(root: String, pennyClasses: Set<String> = widelyTradedPennyClasses) -> TickIncrement {
        if ["SPY", "QQQ", "IWM", "XSP"].contains(root) { return .penny }
        return pennyClasses.contains(root) ? .pennyProgramme : .nickelDime
    }

    /// The step of the net price of an order with several legs.
    public static func combination(root: String) -> TickIncrement {
        ContractSpecification.indexRoots[root] == nil || root == "XSP" ? .penny : .nickel
    }

    /// Long-standing members of the penny interval programme among the most traded classes.
    public static let widelyTradedPennyClasses: Set<String> = [
        "AAL", "AAPL", "ABBV", "ADBE", "AMAT", "AMD", "AMZN", "AVGO", "BA", "BABA", "BAC", "C", "CAT", "CMCSA", "COIN",
        "COST", "CRM", "CSCO", "CVX", "DAL", "DIA", "DIS", "EEM", "EFA", "F", "FCX", "FXI", "GDX", "GE", "GILD",
        "GLD", "GM", "GOOG", "GOOGL", "GS", "HD", "HYG", "IBM", "INTC", "JNJ", "JPM", "KO", "KRE", "LQD", "MA", "MARA",
        "MCD", "META", "MO", "MRK", "MRVL", "MSFT", "MU", "NFLX", "NIO", "NKE", "NVDA", "ORCL", "OXY", "PEP", "PFE",
        "PG", "PLTR", "PYPL", "QCOM", "RIOT", "ROKU", "SBUX", "SLV", "SMH", "SNAP", "SOFI", "SQQQ", "T", "TGT", "TLT",
        "TQQQ", "TSLA", "TSM", "UBER", "UNH", "USO", "UVXY", "V", "VIX", "VIXW", "VXX", "VZ", "WFC", "WMT", "X", "XBI",
        "XLB", "XLE", "XLF", "XLI", "XLK", "XLP", "XLU", "XLV", "XLY", "XOM", "XOP", "XRT",
    ]

    public enum Side: Sendable, Hashable {
        /// The order receives the price: rounded up.
        case sell
        /// The order pays the price: rounded down.
        case buy
    }

    /// The step at a limit price; the size of a negative net price counts.
    public func step(at price: Money) -> Money {
        price.tenThousandths.magnitude < 30_000 ? belowThree : fromThree
    }

    /// The nearest valid price that is never worse for the user than `price`: up for a sale, down for a purchase.
    ///
    /// A negative price of a purchase is a credit and rounds to a greater credit: the sign is kept.
    /// - Throws: ``MoneyError/overflow`` at the ends of the range.
    public func rounded(_ price: Money, for side: Side) throws(MoneyError) -> Money {
        let step = step(at: price).tenThousandths
        let remainder = price.tenThousandths % step
        if remainder == 0 { return price }
        let down = price.tenThousandths.subtractingReportingOverflow(remainder < 0 ? remainder + step : remainder)
        let result = side == .buy ? down : down.partialValue.addingReportingOverflow(step)
        guard !down.overflow, !result.overflow else { throw .overflow }
        return Money(tenThousandths: result.partialValue)
    }

    /// The same for a price in dollars per share, taken to the nearest ten-thousandth first, so that 0.1 + 0.2 is 0.30.
    /// - Returns: nil for NaN, infinity and prices beyond the range of ``Money``. Never -0.
    public func rounded(dollars: Double, for side: Side) -> Double? {
        guard let price = Money(dollars: dollars), let rounded = try? self.rounded(price, for: side) else { return nil }
        return rounded.dollars
    }
}
