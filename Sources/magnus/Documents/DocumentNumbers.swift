import Glibc
import MagnusDesk

/// The one formatter of figures that leave as JSON: arithmetic on doubles leaves digits that nobody measured.
///
/// Money and prices are exact decimals of at most four places (a hundredth of a cent, the finest tick there is); every other
/// figure keeps ten significant digits and at most eight places. The calculators, whose digits are the answer, do not pass
/// through here.
enum DocumentNumbers {
    /// Keys whose figures are dollars, in all or per share.
    private static let money: Set<String> = [
        "amount", "fees", "price", "strike", "bid", "ask", "mid", "mark", "last", "open", "high", "low", "close",
        "change",
        "spot", "forward", "underlying_price", "average_price", "cost_basis", "market_value", "unrealized_pnl",
        "realized_pnl", "day_pnl", "total_pnl", "pnl", "cost_to_close", "extrinsic", "extrinsic_per_share", "cash",
        "settled_cash", "free_cash", "reserved_cash", "net_liquidation", "buying_power", "margin_requirement",
        "collateral", "premium", "premium_natural", "premium_mid", "width", "buying_power_effect",
        "max_profit_band", "fill", "breakeven", "expected_move", "implied_move_straddle", "max_profit",
        "max_loss",
        "distance_dollars", "treasury_bill_funds", "cost_usd",
    ]
    private static let moneyPlaces = 4
    private static let places = 8
    private static let significant = 10

    /// The document with every figure rounded.
    static func rounded(_ value: JSONValue, key: String = "") -> JSONValue {
        switch value {
        case .number(let number): JSONValue(rounded(number, isMoney: money.contains(key)))
        case .array(let elements): .array(elements.map { rounded($0, key: key) })
        case .object(let members):
            .object(members.map { JSONValue.Member($0.key, rounded($0.value, key: $0.key)) })
        default: value
        }
    }

    /// The double nearest to the decimal, so that its shortest text is that decimal.
    static func rounded(_ value: Double, isMoney: Bool) -> Double {
        guard value.isFinite, value != 0 else { return value }
        let whole = max(0, Int(floor(log10(abs(value)))) + 1)
        let wanted = isMoney ? moneyPlaces : min(places, significant - whole)
        guard wanted > 0, abs(value) < 1e11 else { return isMoney || abs(value) >= 1e11 ? value : value.rounded() }
        let scale = pow(10, Double(wanted))
        let result = (value * scale).rounded() / scale
        return result == 0 ? 0 : result
    }
}
