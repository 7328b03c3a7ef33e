import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// A figure of the screen with the id under which `explain` knows it.
struct ScreenFigure: Equatable {
    var id: String
    var title: String
    /// As the screen writes it.
    var value: String
}

/// Every figure of the screen, by where it stands: what `x` offers on a page of an explanation, and what `:explain`
/// completes.
struct ScreenFigures {
    var state: DashboardState
    var snapshot: DeskSnapshot
    var format: FigureFormat

    /// The other figures of the row under the cursor.
    var row: [ScreenFigure] {
        switch state.focus {
        case .positions: PaneRows.position(state, snapshot).map(position) ?? []
        case .greeks:
            state.greeks.page == .attribution
                ? PaneRows.attributionLine(state, snapshot).map(attribution) ?? []
                : PaneRows.greeksLine(state, snapshot).map(greeks) ?? []
        case .opportunities: PaneRows.candidate(state, snapshot).map(candidate) ?? []
        case .alerts:
            PaneRows.alert(state, snapshot).map {
                [ScreenFigure(id: "alert/\($0.id)#priority", title: $0.finding.title, value: $0.finding.trailing)]
            } ?? []
        case .chat:
            (PaneRows.message(state, snapshot)?.answer?.citations ?? []).compactMap { citation in
                citation.reference.map { ScreenFigure(id: $0, title: citation.title, value: "") }
            }
        }
    }

    /// The lines below the panes, the pane with the focus first.
    var feet: [ScreenFigure] {
        switch state.focus {
        case .greeks: greeksFoot + totals + room
        case .opportunities: room + totals + greeksFoot
        default: totals + greeksFoot + room
        }
    }

    /// All that are named before a row is: the feet and the status line.
    var common: [ScreenFigure] { feet + status }

    /// Every row's figures too.
    var all: [ScreenFigure] {
        let book = snapshot.book
        let pages = [GreeksPage.book, .symbol, .sector, .strategy].flatMap { PaneRows.greeks($0, snapshot) }
        return common
            + book.strategies.flatMap { strategy in
                position(PositionRow(strategy: strategy))
                    + strategy.legs.filter { $0.position.id != strategy.id }.flatMap {
                        position(PositionRow(strategy: strategy, leg: $0))
                    }
            }
            + pages.flatMap(greeks) + PaneRows.attribution(snapshot).flatMap(attribution)
            + PaneRows.candidates(snapshot, OpportunitiesView()).flatMap(candidate)
            + snapshot.alerts.map {
                ScreenFigure(id: "alert/\($0.id)#priority", title: $0.finding.title, value: $0.finding.trailing)
            }
    }

    // MARK: Rows

    func position(_ row: PositionRow) -> [ScreenFigure] {
        let cells = PositionCells(format: format, glyphs: .unicode, today: snapshot.asOf.newYork.date)
        return PositionColumn.allCases.compactMap { column in
            guard let id = row.explainIdentifier(column) else { return nil }
            let text = cells.cell(column, row).text
            // An empty cell is no figure.
            guard !text.isEmpty else { return nil }
            return ScreenFigure(id: id, title: "\(row.strategy.symbol) \(column.rawValue)", value: text)
        }
    }

    func greeks(_ line: PaneRows.GreeksLine) -> [ScreenFigure] {
        GreeksColumn.allCases.map { column in
            ScreenFigure(
                id: "\(line.id)#\(column.rawValue)", title: "\(line.label) \(column.words)",
                value: column.text(line.row, format))
        }
    }

    func attribution(_ line: PaneRows.AttributionLine) -> [ScreenFigure] {
        AttributionColumn.allCases.map {
            ScreenFigure(
                id: "\(line.id)#\($0.rawValue)", title: "\(line.label) \($0.words)",
                value: format.profit($0.total(line.row).figure))
        }
    }

    func candidate(_ candidate: Candidate) -> [ScreenFigure] {
        let name = "\(candidate.symbol) \(candidate.shortName)"
        let figures: [(String, String, String)] = [
            ("score", "score", format.rank(candidate.scoreFigure)), ("dte", "DTE", String(candidate.daysToExpiry)),
            ("premium", "fill", format.price(candidate.fill)),
            candidate.spread == nil
                ? ("annualized_return", "return a year", format.income(candidate))
                : ("period_return", "return on risk", format.income(candidate)),
            (
                "probability_of_profit", "probability of profit",
                format.rank(candidate.probabilityOfProfit.map { $0 * 100 })
            ),
            ("out_of_the_money", "out of the money", format.decimalPercent(candidate.outOfTheMoney)),
            ("delta", "delta", format.rank(candidate.delta.map { abs($0) * 100 })),
            ("iv_percentile", "IV percentile", format.rank(candidate.volatilityPercentile)),
            ("liquidity", "liquidity", "\(candidate.liquidity) of 3"),
        ]
        return figures.map {
            ScreenFigure(id: "candidate/\(candidate.id)#\($0.0)", title: "\(name) \($0.1)", value: $0.2)
        }
    }

    // MARK: Lines below the panes

    var totals: [ScreenFigure] {
        let totals = FilteredTotals(snapshot.book, strategies: nil)
        return PositionTotal.allCases.map {
            ScreenFigure(
                id: "book#\($0.rawValue)", title: $0.words, value: format.total($0.total(totals), format.profit))
        }
    }

    var greeksFoot: [ScreenFigure] {
        let book = snapshot.book
        guard !book.strategies.isEmpty else { return [] }
        let dollars = book.greeks.betaWeightedDelta.figure.combined(with: book.benchmarkPrice) { $0 * $1 }
        let band = DeltaBand(snapshot.settings)
        let limits = [band.low, band.high].map { DecimalText.text($0 * 100, isSigned: true) ?? "?" }
        func figure(_ figure: GreeksFootFigure, _ title: String, _ value: String) -> ScreenFigure {
            ScreenFigure(id: figure.identifier, title: title, value: value)
        }
        return [
            figure(.weightedDollars, "beta-weighted delta in dollars", format.compactDollars(dollars)),
            figure(
                .share, "beta-weighted delta of net liquidation",
                format.netLiquidationShare(book.deltaFractionOfNetLiquidation)),
            figure(.band, "band of the delta", "\(limits[0])..\(limits[1])"),
            figure(
                .benchmarkFall, "\(book.benchmark) -1%",
                format.compactDollars(dollars.map { -0.01 * $0 }, isSigned: true)),
        ]
            + book.scenarios.enumerated().map { index, cell in
                figure(
                    .scenario(index), "\(book.benchmark) \(Self.name(cell))",
                    format.compactDollars(cell.profit.figure, isSigned: true))
            }
    }

    /// `-10%`, `0 +7d`.
    static func name(_ cell: ScenarioCell) -> String {
        let move = DecimalText.text(cell.benchmarkMove * 100, isSigned: true) ?? "?"
        return cell.daysForward > 0 ? "\(move) +\(cell.daysForward)d" : move + "%"
    }

    var room: [ScreenFigure] {
        let board = snapshot.opportunities
        guard !board.room.isEmpty else { return [] }
        let line = format.sentence(board.room)
        var figures = [ScreenFigure(id: "room#free_cash", title: "room", value: line)]
        if snapshot.book.accounts.contains(where: { ($0.treasuryBillFunds.value ?? 0) > 0 }) {
            figures.append(ScreenFigure(id: "room#bills", title: "room, T-bill funds", value: line))
        }
        // Indices and broad funds are no sector to be full of.
        let sectors = Set(snapshot.book.strategies.compactMap(\.legs.first?.sector))
            .subtracting(["", "Index", "Fund", "Unknown"])
        for sector in sectors.sorted() where board.room.contains("full") {
            let share = board.sectorShares[sector] ?? .unknown(.noSource)
            figures.append(
                ScreenFigure(
                    id: "room#sector/\(sector)", title: "room, share of \(sector)",
                    value: format.netLiquidationShare(share)))
        }
        for scan in board.scans where scan.rejectedCount > 0 {
            figures.append(
                ScreenFigure(
                    id: "room#rejected/\(scan.strategy.rawValue)", title: "rejected, \(scan.strategy.rawValue)",
                    value: String(scan.rejectedCount)))
        }
        return figures
    }

    // MARK: Status line

    var status: [ScreenFigure] {
        let accounts = snapshot.book.accounts
        func sum(_ figure: (AccountValuation) -> Figure) -> Figure {
            let known = accounts.map(figure).filter { $0.value != nil }
            guard let first = known.first else { return .unknown(.noSource) }
            return known.dropFirst().reduce(first) { $0.combined(with: $1, +) }
        }
        var figures: [ScreenFigure] = []
        func add(_ key: String, _ title: String, _ value: String) {
            figures.append(ScreenFigure(id: "book#\(key)", title: title, value: value))
        }
        if !accounts.isEmpty {
            let net = sum(\.netLiquidation.figure)
            let share = sum(\.dayProfit.figure).combined(with: net) { $0 / ($1 - $0) }
            add("net_liquidation", "net liquidation (NL)", format.dollars(net))
            add("day_fraction", "profit of the day, share", format.decimalPercent(share))
            add("free_cash", "free cash", format.dollars(sum(\.freeCash)))
            add("treasury_bill_funds", "T-bill funds", format.dollars(sum(\.treasuryBillFunds)))
            add("collateral", "reserved cash", format.dollars(sum(\.reservedCash)))
            add("cash", "cash", format.dollars(sum(\.cashFigure)))
            add("total_pnl", "total profit", format.profit(sum(\.totalProfit.figure)))
        }
        if snapshot.volatilityIndex.value != nil {
            add("volatility_index", "index of volatility", format.price(snapshot.volatilityIndex))
        }
        if let age = snapshot.feeds.compactMap(\.dataAgeSeconds).max().flatMap(DurationText.age) {
            add("data_age", "age of the data", age)
        }
        for priority in AlertPriority.allCases.reversed() {
            let count = snapshot.alerts.count {
                $0.finding.priority == priority && ($0.state == .active || $0.state == .acknowledged)
            }
            if count > 0 { add("alerts/\(priority.rawValue)", "\(priority.rawValue) alerts", String(count)) }
        }
        add("session", "session", snapshot.session.word)
        if snapshot.world.kind != .live {
            add("speed", "speed of the clock", snapshot.world.isFrozen ? "frozen" : "x\(snapshot.world.rate)")
        }
        return figures
    }
}

extension GreeksColumn {
    var words: String {
        switch self {
        case .dollarDelta: "dollar delta"
        case .betaWeightedDelta: "beta-weighted delta"
        case .dollarGamma: "dollar gamma per 1%"
        case .theta: "decay of a day"
        case .vega30: "30-day vega"
        }
    }

    func figure(_ row: GreeksRow) -> Figure {
        switch self {
        case .dollarDelta: row.dollarDelta.figure
        case .betaWeightedDelta: row.betaWeightedDelta.figure
        case .dollarGamma: row.dollarGammaOnePercent.figure
        case .theta: row.thetaPerDay.figure
        case .vega30: row.vega30.figure
        }
    }

    func text(_ row: GreeksRow, _ format: FigureFormat) -> String {
        self == .betaWeightedDelta
            ? format.benchmarkShares(figure(row)) : format.compactDollars(figure(row), isSigned: true)
    }

    /// The same in at most `columns` columns where it is an amount: a decimal gives way.
    func text(_ row: GreeksRow, _ format: FigureFormat, columns: Int) -> String {
        let whole = text(row, format)
        guard whole.count > columns, self != .betaWeightedDelta else { return whole }
        return format.profit(figure(row), columns: columns)
    }
}
