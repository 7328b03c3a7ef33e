import MagnusDomain

/// Figures that must fit a column. Digits are never cut off: a figure that is too wide is written more coarsely.
extension FigureFormat {
    /// Profit, theta: whole dollars, then thousands, in at most `columns` columns (a trust mark may stand one further to
    /// the left, in the gap between columns).
    public func profit(_ figure: Figure, columns: Int) -> String {
        fitting([profit(figure), compactDollars(figure, isSigned: true)], columns)
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
        let multiple = figure.value.flatMap { DecimalText.text($0) }.map { $0 + "x" } ?? marks.unknown
        return fitting([captured(figure), multiple], columns)
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
        for text in texts {
            let mark = text.hasPrefix(marks.stale) || text.hasPrefix(marks.estimated) ? 1 : 0
            if text.count - mark <= columns { return text }
        }
        return texts.last ?? marks.unknown
    }
}
