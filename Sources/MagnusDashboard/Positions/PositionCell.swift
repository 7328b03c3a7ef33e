import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Text and meaning of one cell of the Positions pane.
struct PositionCell: Equatable {
    var text: String
    var scope: ThemeScope
    var isBold = false

    init(_ text: String, _ scope: ThemeScope = .text, isBold: Bool = false) {
        self.text = text
        self.scope = scope
        self.isBold = isBold
    }
}

/// Makes the cells of a row.
struct PositionCells {
    var format: FigureFormat
    var glyphs: GlyphSet
    var today: CalendarDate

    func cell(_ column: PositionColumn, _ row: PositionRow) -> PositionCell {
        if let leg = row.leg { return legCell(column, leg, row.strategy) }
        let strategy = row.strategy
        let width = column.width
        switch column {
        case .symbol: return PositionCell(strategy.listedSymbol, .textStrong)
        case .position: return PositionCell(strategy.title)
        case .expiry: return PositionCell(strategy.expiry?.expiryText(today: today) ?? "")
        case .dte: return PositionCell(Self.days(strategy.daysToExpiry))
        case .profit:
            return PositionCell(
                format.profit(strategy.unrealizedProfit, columns: width), FigureScope.profit(strategy.unrealizedProfit))
        case .captured:
            return figure(
                strategy.captured, format.captured(strategy.captured, columns: width), blankWhenNotApplicable: true)
        case .distance: return distance(strategy.distance, strategy.distanceDollars)
        case .delta: return figure(strategy.delta, format.shares(strategy.delta, columns: width))
        case .theta: return figure(strategy.thetaPerDay, format.profit(strategy.thetaPerDay, columns: width))
        case .assignment:
            return figure(
                strategy.assignmentProbability, percent(strategy.assignmentProbability, width),
                blankWhenNotApplicable: true)
        case .flags:
            return PositionCell(
                strategy.flags.map(\.rawValue).joined(), strategy.severity.map(FigureScope.severity) ?? .textDim)
        case .account: return PositionCell(strategy.account, .textDim)
        case .note: return PositionCell(strategy.hasNote ? "N" : "", .textDim)
        default: return wideCell(column, strategy)
        }
    }

    /// With its trust mark 100 % is a column too wide; the heading says what the number is.
    private func percent(_ figure: Figure, _ width: Int) -> String {
        let words = format.percent(figure)
        return words.count > width ? String(words.dropLast()) : words
    }

    /// Days left; an expiry that is over says so.
    private static func days(_ count: Int?) -> String {
        guard let count else { return "" }
        return count < 0 ? "exp" : String(count)
    }

    /// A single long holding shows its price as a price; strategies show what closing pays or costs.
    private static func sharePrice(_ price: Figure, _ strategy: StrategyValuation) -> Figure {
        guard strategy.legs.count == 1, let leg = strategy.legs.first, !leg.position.quantity.isShort else {
            return price
        }
        return price.map(abs)
    }

    private func wideCell(_ column: PositionColumn, _ strategy: StrategyValuation) -> PositionCell {
        let width = column.width
        switch column {
        case .spot:
            let spot = strategy.legs.first?.underlyingPrice ?? .unknown(.noSource)
            return figure(spot, format.price(spot, columns: width))
        case .mark:
            let mark = Self.sharePrice(strategy.markPrice, strategy)
            return figure(mark, format.price(mark, columns: width))
        case .quotes: return strategy.legs.count == 1 ? quotes(strategy.legs.first) : PositionCell("")
        case .entry:
            let entry = Self.sharePrice(strategy.entryPrice, strategy)
            return figure(entry, format.price(entry, columns: width))
        case .leftPerYear:
            return figure(
                strategy.leftPerYear, format.decimalPercent(strategy.leftPerYear, columns: width),
                blankWhenNotApplicable: true)
        case .extrinsic:
            return figure(
                strategy.extrinsic, format.dollars(strategy.extrinsic, columns: width), blankWhenNotApplicable: true)
        case .volatility:
            return figure(
                strategy.impliedVolatility, format.decimalPercent(strategy.impliedVolatility, columns: width),
                blankWhenNotApplicable: true)
        case .percentile:
            return figure(
                strategy.volatilityPercentile, format.rank(strategy.volatilityPercentile), blankWhenNotApplicable: true)
        case .breakeven:
            return PositionCell(strategy.breakevens.first.map { format.price(Figure($0), columns: width) } ?? "")
        case .collateral:
            return figure(
                strategy.collateral, format.dollars(strategy.collateral, columns: width), blankWhenNotApplicable: true)
        case .held:
            return PositionCell(strategy.legs.map(\.daysHeld).max().map { "\($0)d" } ?? "", .textDim)
        case .basis: return PositionCell(basis(strategy), .textDim)
        default: return PositionCell("")
        }
    }

    private func legCell(
        _ column: PositionColumn, _ leg: PositionValuation, _ strategy: StrategyValuation
    ) -> PositionCell {
        let width = column.width
        switch column {
        case .symbol: return PositionCell("", .textDim)
        case .position: return PositionCell(" " + Self.title(leg), .textDim)
        case .expiry:
            guard case .option(let contract) = leg.position.instrument else { return PositionCell("") }
            return PositionCell(contract.expiry.expiryText(today: today), .textDim)
        case .dte: return PositionCell(Self.days(leg.daysToExpiry), .textDim)
        case .profit:
            return PositionCell(
                format.profit(leg.unrealizedProfit, columns: width), FigureScope.profit(leg.unrealizedProfit))
        case .captured:
            return figure(
                leg.profitCaptured, format.captured(leg.profitCaptured, columns: width), blankWhenNotApplicable: true)
        case .distance:
            return distance(
                leg.distanceToStrike,
                leg.distanceToStrike.combined(with: leg.underlyingPrice) { $0 * $1 })
        case .delta: return figure(leg.delta, format.shares(leg.delta, columns: width))
        case .theta: return figure(leg.thetaPerDay, format.profit(leg.thetaPerDay, columns: width))
        case .assignment:
            return figure(
                leg.assignmentProbability, percent(leg.assignmentProbability, width), blankWhenNotApplicable: true)
        case .spot: return figure(leg.underlyingPrice, format.price(leg.underlyingPrice, columns: width))
        case .mark: return figure(leg.mark, format.price(leg.mark, columns: width))
        case .quotes: return quotes(leg)
        case .entry:
            let entry = Figure(leg.position.averagePrice, else: .noBasis)
            return figure(entry, format.price(entry, columns: width))
        case .extrinsic: return figure(leg.extrinsic, format.price(leg.extrinsic, columns: width))
        case .volatility:
            return figure(
                leg.impliedVolatility, format.decimalPercent(leg.impliedVolatility, columns: width),
                blankWhenNotApplicable: true)
        case .held: return PositionCell("\(leg.daysHeld)d", .textDim)
        case .basis: return PositionCell(basis(strategy), .textDim)
        default: return PositionCell("")
        }
    }

    /// A holding on one line: `-1 597P`, `200 sh`.
    static func title(_ leg: PositionValuation) -> String {
        switch leg.position.instrument {
        case .option(let contract): contract.positionText(quantity: leg.position.quantity)
        case .stock: "\(unsigned(leg.position.quantity)) sh"
        }
    }

    private static func unsigned(_ quantity: Quantity) -> String {
        let text = quantity.signedText
        return text.hasPrefix("+") ? String(text.dropFirst()) : text
    }

    private func quotes(_ leg: PositionValuation?) -> PositionCell {
        guard let leg, leg.bid != nil || leg.ask != nil else { return PositionCell(format.marks.unknown, .dataUnknown) }
        // Both sides with the same decimals: 108.4×108.4 would look like a locked market.
        let sides = [leg.bid, leg.ask].map { Figure($0, else: .oneSided) }
        var texts = sides.map { format.price($0) }
        if texts[0].count + texts[1].count + 1 > PositionColumn.quotes.width {
            texts = sides.map { format.price($0, columns: 5) }
        }
        return PositionCell(texts[0] + glyphs.times + texts[1], .textDim)
    }

    private func basis(_ strategy: StrategyValuation) -> String {
        guard let basis = strategy.legs.lazy.compactMap(\.position.stockBasis).first else { return "" }
        let parts = [basis.broker, basis.tax, basis.wheel].map { format.price(Figure($0, else: .noBasis)) }
        return parts.joined(separator: "/")
    }

    private func distance(_ fraction: Figure, _ dollars: Figure) -> PositionCell {
        guard let value = fraction.value else {
            return figure(fraction, format.marks.unknown, blankWhenNotApplicable: true)
        }
        let text = format.distance(fraction, dollars: dollars, columns: PositionColumn.distance.width)
        return value < 0 ? PositionCell(text, .pnlDown, isBold: true) : figure(fraction, text)
    }

    /// A figure in the colour of its trust.
    private func figure(_ figure: Figure, _ text: String, blankWhenNotApplicable: Bool = false) -> PositionCell {
        switch figure {
        case .known(_, .fresh): PositionCell(text)
        case .known(_, .stale): PositionCell(text, .dataStale)
        case .known(_, .estimated): PositionCell(text, .dataEstimated)
        case .unknown(.notApplicable): PositionCell(blankWhenNotApplicable ? "" : format.marks.unknown, .dataUnknown)
        case .unknown: PositionCell(text, .dataUnknown)
        }
    }
}
