import MagnusDomain
import MagnusQuant

/// The quotes that hold at the anchor: the contracts of the paper account and of the expected opportunities, and near the
/// money what leads the smiles of XSP and BAC to the volatility stated for their held contracts without a bid.
struct AnchorQuote: Sendable {
    var root: String
    var expiry: CalendarDate
    var right: OptionRight
    /// Thousandths of a dollar.
    var strike: Int
    /// Annual decimal, as the specification states it.
    var volatility: Double
    var bid: Double
    var ask: Double
    var openInterest: Int?

    var middle: Double { 0.5 * (bid + ask) }

    static let all: [AnchorQuote] = [
        quote("XSP", 3, 15, .put, 597, 0.125, 0.06, 0.10), quote("XSP", 3, 15, .put, 592, 0.14, 0, 0.04),
        quote("AAPL", 3, 17, .put, 260, 0.248, 3.70, 3.78), quote("MO", 4, 16, .call, 57.5, 0.19, 3.30, 3.40),
        quote("KO", 3, 19, .put, 75, 0.17, 0.53, 0.56), quote("MU", 3, 25, .put, 95, 0.68, 1.96, 2.02),
        quote("PLTR", 4, 16, .put, 80, 0.558, 6.95, 7.10), quote("SPY", 4, 5, .put, 585, 0.165, 3.99, 4.03),
        quote("SPY", 4, 5, .put, 575, 0.178, 2.26, 2.30), quote("AMD", 4, 16, .put, 150, 0.42, 1.79, 1.85),
        quote("BAC", 3, 25, .put, 45, 0.26, 0, 0.02), quote("INTC", 4, 16, .call, 39, 0.40, 0.97, 0.99),
        AnchorQuote(
            root: "BAC", expiry: .on(2028, 1, 21), right: .call, strike: 42_000, volatility: 0.27, bid: 9.70, ask: 9.90),
        quote("BAC", 4, 9, .call, 52.5, 0.234, 0.36, 0.39), quote("QQQ", 4, 16, .call, 525, 0.185, 6.66, 6.70),
        quote("QQQ", 5, 21, .call, 525, 0.187, 12.29, 12.37), quote("IWM", 4, 30, .put, 205, 0.255, 1.94, 1.98),
        quote("IWM", 4, 30, .put, 210, 0.245, 2.87, 2.91), quote("IWM", 4, 30, .call, 235, 0.19, 1.79, 1.81),
        quote("IWM", 4, 30, .call, 240, 0.185, 0.92, 0.94), quote("SPX", 4, 16, .put, 5650, 0.185, 20.10, 20.50),
        quote("SPX", 4, 16, .put, 5600, 0.192, 16.30, 16.70), quote("SPY", 5, 21, .put, 540, 0.225, 3.60, 3.65),
        quote("XLE", 4, 23, .put, 90, 0.25, 1.28, 1.32, 4200), quote("UBER", 4, 23, .put, 77.5, 0.40, 1.57, 1.64, 1800),
        quote("WMT", 4, 23, .put, 99, 0.2247, 1.11, 1.15, 1500),
        quote("DIS", 4, 23, .call, 115, 0.27, 1.58, 1.62, 2600),
        quote("XSP", 3, 15, .put, 600, 0.1125, 0.97, 1.01), quote("BAC", 3, 25, .put, 48, 0.246, 0.18, 0.20),
    ]

    private static func quote(
        _ root: String, _ month: Int, _ day: Int, _ right: OptionRight, _ strike: Double, _ volatility: Double,
        _ bid: Double, _ ask: Double, _ openInterest: Int? = nil
    ) -> AnchorQuote {
        AnchorQuote(
            root: root, expiry: .on(2027, month, day), right: right, strike: Int(strike * 1000), volatility: volatility,
            bid: bid, ask: ask, openInterest: openInterest)
    }
}

/// The anchor quotes of one root and expiry as corrections of the surface.
struct PinnedSmile: Sendable {
    struct Pin: Sendable {
        var quote: AnchorQuote
        /// Points to add to the surface's volatility at the strike.
        var volatility: Double
        /// Dollars to add to the model's price of exactly this contract, at the anchor.
        var price: Double
        var logStrike: Double
    }

    var root: String
    var expiry: CalendarDate
    /// By strike.
    var pins: [Pin]
    /// Distance in log strike over which a correction fades beyond the outermost pin.
    var width: Double
    /// Seconds from the anchor to settlement.
    var life: Double
}
