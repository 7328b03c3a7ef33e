import MagnusDomain
import MagnusQuant

/// Rows by the spot against their breakevens, and one figure of each row over another.
extension AnswerMaker {
    private static let listedRows = 12

    func rowsByBreakeven(isBelow: Bool) {
        guard !isBookEmpty else { return sayEmptyBook() }
        let chosen = rowsAsked()
        guard !chosen.isEmpty else { return nothingHeld(symbol ?? "") }
        func spot(_ row: StrategyValuation) -> Figure {
            row.legs.map(\.underlyingPrice).first { $0.value != nil } ?? .unknown(.noSource)
        }
        /// What the spot is beyond: the lowest where below is asked for, else the highest; nil where nothing is known.
        func edge(_ row: StrategyValuation) -> Double? { isBelow ? row.breakevens.min() : row.breakevens.max() }
        func gap(_ row: StrategyValuation) -> Double? {
            guard let price = spot(row).value, let edge = edge(row) else { return nil }
            return price - edge
        }
        let known = chosen.filter { gap($0) != nil }
        let found = known.filter { row in gap(row).map { isBelow ? $0 < 0 : $0 > 0 } ?? false }
            .sorted { left, right in
                let values = (gap(left) ?? 0, gap(right) ?? 0)
                return values.0 == values.1 ? left.id < right.id : isBelow == (values.0 < values.1)
            }
        let between = known.filter { row in
            guard let price = spot(row).value, let least = row.breakevens.min(), let most = row.breakevens.max() else {
                return false
            }
            return least <= price && price <= most && least < most
        }
        let cite = citeBook()
        out.record("breakevens", ["side": isBelow ? "below" : "above"], rows: found.count)
        out.line(
            "Spot \(isBelow ? "below" : "above") the breakeven at expiry: \(out.count(found.count, "rows found", cite)) of \(out.counted(chosen.count, "row", cite))\(found.isEmpty ? "." : ":")"
        )
        for row in found {
            let source = self.cite(row)
            let distance = spot(row).map { $0 - (edge(row) ?? 0) }
            out.line(
                "\(dated(row)): spot \(out.price(spot(row), "spot", source)), breakeven \(text(.breakeven, .unknown(.notApplicable), row, source)), \(out.price(distance, "spot less breakeven", source, signed: true, formula: "spot - breakeven")) from it, P/L \(out.dollars(row.unrealizedProfit, "P/L", source, signed: true))"
            )
            remember(row)
        }
        if !between.isEmpty {
            out.line("Between their breakevens: \(between.prefix(Self.listedRows).map(dated).joined(", ")).")
        }
        let without = chosen.filter { gap($0) == nil }
        if !without.isEmpty {
            out.line(
                "\(out.counted(without.count, "row", cite)) without a known breakeven and spot: \(without.prefix(Self.listedRows).map(dated).joined(", "))."
            )
        }
        if let first = found.first { offerRow(first) }
    }

    func rowRatios(_ asked: RowRatio) {
        guard !isBookEmpty else { return sayEmptyBook() }
        let chosen = rowsAsked()
        guard !chosen.isEmpty else { return nothingHeld(symbol ?? "") }
        func ratio(_ row: StrategyValuation) -> Figure {
            let divisor = figure(asked.denominator, of: row)
            // What is shown as 0 divides nothing.
            guard let size = divisor.value, abs(size) >= 0.5 else {
                return .unknown(divisor.reason ?? .notApplicable)
            }
            return figure(asked.numerator, of: row).combined(with: divisor) { $0 / $1 }
        }
        let known = chosen.filter { ratio($0).value != nil }.sorted { left, right in
            let values = (ratio(left).value ?? 0, ratio(right).value ?? 0)
            return values.0 == values.1 ? left.id < right.id : values.0 > values.1
        }
        let cite = citeBook()
        out.record("row_ratios", ["ratio": asked.label], rows: known.count)
        let name = Fragment([.words(asked.label)])
        guard !known.isEmpty else {
            return out.line("\(name): known for none of \(out.counted(chosen.count, "row", cite)).")
        }
        out.line("\(name) of \(out.counted(known.count, "row", cite)), highest first:")
        for row in known.prefix(Self.listedRows) {
            let source = self.cite(row)
            let value = ratio(row)
            let digits = abs(value.value ?? 0) < 0.1 ? 4 : 2
            let parts = [asked.numerator, asked.denominator].map { measure -> Fragment in
                "\(Fragment([.words(measure.rawValue)])) \(text(measure, figure(measure, of: row), row, source))"
            }
            out.line(
                "\(dated(row)): \(out.decimal(value, asked.label, source, decimals: digits, signed: true, formula: "\(asked.numerator.rawValue) / \(asked.denominator.rawValue)")) (\(parts.joined(", ")))"
            )
        }
        for row in known { remember(row) }
        if known.count > Self.listedRows {
            out.line("\(out.counted(known.count - Self.listedRows, "further row", cite)) not listed.")
        }
        let without = chosen.filter { ratio($0).value == nil }
        if !without.isEmpty {
            out.line(
                "\(out.counted(without.count, "row", cite)) without such a ratio, a part of it unknown or nothing to divide by: \(without.prefix(Self.listedRows).map(dated).joined(", "))."
            )
        }
        if let first = known.first { offerRow(first) }
    }
}
