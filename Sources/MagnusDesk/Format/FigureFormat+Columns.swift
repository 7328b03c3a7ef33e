import MagnusDomain

/// Figures that must fit a column. Digits are never cut off: a figure that is too wide is written more coarsely.
extension FigureFormat {
    /// Profit, theta: whole dollars, then thousands, in at most `columns` columns, the trust mark among them: figures of
    /// two columns never touch.
    public func profit(_ figure: Figure, columns: Int) -> String {
        fitting([profit(figure), compactDollars(figure, isSigned: true), thousands(figure)], columns)
    }

    /// Signed whole thousands: `-12k`.
    private func thousands(_ figure: Figure) -> String {
        guard !isMasked, let value = figure.value, let trust = figure.trust, abs(value) >= 1000,
            let text = DecimalText.text(value / 1000, isSigned: true)
        else { return compactDollars(figure, isSigned: true) }
        return marks.mark(trust) + text + "k"
    }

    /// Amounts in at most `columns` columns.
    public func dollars(_ figure: Figure, columns: Int) -> String {
        fitting([dollars(figure), compactDollars(figure)], columns)
    }

    /// Delta in at most `columns` columns.
    public func shares(_ figure: Figure, columns: Int) -> String {
        fitting([shares(figure), compact(figure)], columns)
    }

    /// Share of the maximum profit in at most `columns` columns; beyond four digits as a multiple: `-12x`.
    public func captured(_ figure: Figure, columns: Int) -> String {
        guard let value = figure.value else { return captured(figure) }
        let mark = figure.trust.map(marks.mark) ?? ""
        // The heading says percent; the trust mark matters more than the sign.
        let bare = mark.isEmpty ? nil : DecimalText.text(value * 100).map { mark + $0 }
        let multiple = DecimalText.text(value).map { mark + $0 + "x" }
        return fitting([captured(figure), bare, multiple].compactMap { $0 }, columns)
    }

    /// Percent with one decimal in at most `columns` columns: the decimal gives way to the trust mark.
    public func decimalPercent(_ figure: Figure, columns: Int) -> String {
        fitting([decimalPercent(figure), percent(figure)], columns)
    }

    /// Distance to the strike in at most `columns` columns: the zero before the point, then decimals give way to the trust
    /// mark, never the unit: `~$+.17`, `~$+2.4`, `~+11%`.
    public func distance(_ fraction: Figure, dollars: Figure, columns: Int) -> String {
        let whole = distance(fraction, dollars: dollars)
        guard whole.count > columns, let trust = fraction.trust, let share = fraction.value else { return whole }
        let mark = marks.mark(trust)
        if whole.contains("$"), let amount = dollars.value {
            let written = [2, 1, 0].compactMap { DecimalText.text(amount, decimals: $0, isSigned: true) }
            let short = written.first.map(Self.withoutLeadingZero).map { [$0] } ?? []
            return fitting([whole] + (short + written.dropFirst()).map { mark + "$" + $0 }, columns)
        }
        let coarse = DecimalText.text(share * 100, isSigned: true).map { mark + $0 + "%" } ?? marks.unknown
        return fitting([whole, coarse], columns)
    }

    /// `+0.17` as `+.17`.
    private static func withoutLeadingZero(_ text: String) -> String {
        let digits = text.drop { $0 == "+" || $0 == "-" }
        return digits.hasPrefix("0.") ? String(text.prefix(text.count - digits.count)) + digits.dropFirst() : text
    }

    /// Prices in at most `columns` columns: two decimals, one, none.
    public func price(_ figure: Figure, columns: Int) -> String {
        let mark = figure.trust.map(marks.mark) ?? ""
        let coarser = [1, 0].compactMap { decimals in
            figure.value.flatMap { DecimalText.text($0, decimals: decimals) }.map { mark + $0 }
        }
        return fitting([price(figure)] + coarser, columns)
    }

    /// The first text that fits, else the last.
    private func fitting(_ texts: [String], _ columns: Int) -> String {
        texts.first { $0.count <= columns } ?? texts.last ?? marks.unknown
    }
}
