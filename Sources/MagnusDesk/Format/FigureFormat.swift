import MagnusDomain

/// How figures are written: one formatter for the screen, the command line and exports.
///
/// `-` is ASCII minus, zero is `0` and never `-0`. A trust mark stands before a figure that is stale or estimated, `—` in
/// place of one that is not known. With `isMasked` every amount of money becomes `***`; percentages and market prices
/// stay.
public struct FigureFormat: Sendable, Hashable {
    public var isMasked: Bool
    public var marks: TrustMarks

    public init(isMasked: Bool = false, marks: TrustMarks = .unicode) {
        self.isMasked = isMasked
        self.marks = marks
    }

    // MARK: Money

    /// Profit and loss, theta: whole dollars, always signed: `+89`, `-1,234`, `0`, `+1.2M` from a million.
    public func profit(_ figure: Figure) -> String {
        money(figure) { Self.wholeDollars($0, isSigned: true) }
    }

    /// An amount: whole dollars: `26,000`, `1.2M` from a million.
    public func dollars(_ figure: Figure) -> String {
        money(figure) { Self.wholeDollars($0, isSigned: false) }
    }

    /// An amount in Greeks and the status line: `11.4k`, signed `-13.5k`.
    public func compactDollars(_ figure: Figure, isSigned: Bool = false) -> String {
        money(figure) { DecimalText.compact($0, isSigned: isSigned) }
    }

    /// An exact amount from the ledger: `1,234.50`.
    public func amount(_ money: Money, isSigned: Bool = false) -> String {
        isMasked ? MoneyMask.hidden : money.text(decimals: 2, grouped: true, signed: isSigned)
    }

    // MARK: Prices and shares

    /// A price per share: two decimals.
    public func price(_ figure: Figure) -> String {
        marked(figure) { DecimalText.text($0, decimals: 2, isGrouped: abs($0) >= 10_000) }
    }

    /// Delta in shares of the underlying, always signed: `+11`, `-1,234`, `0`.
    public func shares(_ figure: Figure) -> String {
        marked(figure) { DecimalText.text($0, isSigned: true, isGrouped: true) }
    }

    /// A Greek in shares or percent points where thousands are written `k`: `+163`, `-37.3k`.
    public func compact(_ figure: Figure, isSigned: Bool = true) -> String {
        marked(figure) { DecimalText.compact($0, isSigned: isSigned) }
    }

    /// Beta-weighted delta of a book in shares of the benchmark. Under the mask hidden as money is: times the price of the
    /// benchmark it is an amount.
    public func benchmarkShares(_ figure: Figure) -> String {
        money(figure) { DecimalText.compact($0, isSigned: true) }
    }

    // MARK: Fractions

    /// A share of net liquidation as whole percent. Hidden under the mask: strikes and counts are in view, and with the
    /// share of one position they give the account away.
    public func netLiquidationShare(_ figure: Figure) -> String {
        money(figure) { fraction in DecimalText.text(fraction * 100).map { $0 + "%" } }
    }

    /// A share of net liquidation as percent with one decimal, where whole percent would make different figures equal: 1.0
    /// and 1.4. Hidden under the mask as ``netLiquidationShare(_:)``.
    public func decimalNetLiquidationShare(_ figure: Figure) -> String {
        money(figure) { fraction in DecimalText.text(fraction * 100, decimals: 1).map { $0 + "%" } }
    }

    /// A fraction as whole percent: `94%`, `-63%`.
    public func percent(_ figure: Figure, isSigned: Bool = false) -> String {
        marked(figure) { fraction in DecimalText.text(fraction * 100, isSigned: isSigned).map { $0 + "%" } }
    }

    /// A fraction as percent with one decimal: `13.3%`.
    public func decimalPercent(_ figure: Figure, isSigned: Bool = false) -> String {
        marked(figure) { fraction in DecimalText.text(fraction * 100, decimals: 1, isSigned: isSigned).map { $0 + "%" }
        }
    }

    /// Share of the maximum profit: whole percent, `lock` where the maximum is not positive.
    public func captured(_ figure: Figure) -> String {
        figure.reason == .locked ? "lock" : percent(figure)
    }

    /// Distance to the strike: signed percent with one decimal, below 0.5 % the dollars: `+6.1%`, `$-0.02`.
    /// - Parameters:
    ///   - fraction: of the spot, positive out of the money.
    ///   - dollars: the same in dollars per share.
    public func distance(_ fraction: Figure, dollars: Figure) -> String {
        guard let share = fraction.value, abs(share) < 0.005, dollars.value != nil else {
            return decimalPercent(fraction, isSigned: true)
        }
        return marked(dollars) { value in
            DecimalText.text(value, decimals: 2, isSigned: true).map { $0 == "0.00" ? "$0" : "$" + $0 }
        }
    }

    /// A figure from 0 to 100 such as an IV percentile or a score: `62`.
    public func rank(_ figure: Figure) -> String {
        marked(figure) { DecimalText.text($0) }
    }

    // MARK: Totals

    /// A total with the number of parts it lacks: `-911 (1 unknown)`; `—` when none is known.
    public func total(_ total: Total, _ write: (Figure) -> String) -> String {
        let text = write(total.figure)
        return total.unknownCount > 0 && total.figure.value != nil ? "\(text) (\(total.unknownCount) unknown)" : text
    }

    /// A sentence written elsewhere, its amounts hidden under the mask.
    public func sentence(_ text: String) -> String {
        isMasked ? MoneyMask.masked(text) : text
    }

    // MARK: Parts

    private static func wholeDollars(_ value: Double, isSigned: Bool) -> String? {
        // Judged by what is written: 999,999.6 is 1.0M.
        abs(value) >= 999_999.5
            ? DecimalText.compact(value, isSigned: isSigned)
            : DecimalText.text(value, isSigned: isSigned, isGrouped: true)
    }

    private func money(_ figure: Figure, _ write: (Double) -> String?) -> String {
        guard isMasked, let trust = figure.trust else { return marked(figure, write) }
        return marks.mark(trust) + MoneyMask.hidden
    }

    private func marked(_ figure: Figure, _ write: (Double) -> String?) -> String {
        guard case .known(let value, let trust) = figure, let text = write(value) else { return marks.unknown }
        return marks.mark(trust) + text
    }
}
