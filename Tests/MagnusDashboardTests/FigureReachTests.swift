import MagnusDashboard
import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

/// `x` reaches every figure of the five panes, with ids of the engine.
@UIActor
@Suite struct FigureReachTests {
    private func asked(_ desk: TestDesk) -> String? {
        if case .explain(let id)? = desk.effects.last { id } else { nil }
    }

    /// Presses the keys, then `x`, and closes the page.
    private func explained(_ desk: TestDesk, _ keys: String) throws -> String? {
        try desk.press(keys.isEmpty ? "x" : "\(keys) x")
        let id = asked(desk)
        try desk.press("<Esc>")
        return id
    }

    private let totals = ["book#unrealized_pnl", "book#day_pnl", "book#theta_per_day", "book#short_extrinsic"]
    private let foot = [
        "book#beta_weighted_dollars", "book#delta_fraction_of_net_liquidation", "book#delta_band",
        "book#benchmark_fall_1pct",
    ]

    @Test func theCursorWalksTheTotalsOfPositions() throws {
        let desk = TestDesk()
        try desk.press("G")
        let last = try #require(desk.state.positions.cursor.selected)
        #expect(desk.state.positions.total == nil, "the end of the list is its last row")
        var ids = [try explained(desk, "j")]
        for _ in 1..<4 { ids.append(try explained(desk, "l")) }
        #expect(ids == totals)
        #expect(desk.state.positions.column == nil, "columns are those of the rows")
        // Further right there is nothing, further down neither; Enter explains too.
        #expect(try explained(desk, "l j") == totals[3])
        try desk.press("h <Enter>")
        #expect(asked(desk) == totals[2])
        try desk.press("<Esc>")
        // What is done with rows is not done from there.
        try desk.press("I <Space>")
        #expect(desk.state.overlays.isEmpty && desk.state.positions.marked.isEmpty)
        try desk.press("k")
        #expect(desk.state.positions.total == nil && desk.state.positions.cursor.selected == last)
        try desk.press("j k k")
        #expect(desk.state.positions.cursor.selected != last)
        try desk.press("j j g g")
        #expect(desk.state.positions.total == nil && desk.state.positions.cursor.index == 0)
    }

    /// The totals of a filter are of its rows: explained on the spot.
    @Test func totalsOfAFilterAreTheirOwn() throws {
        let desk = TestDesk()
        try desk.press("/")
        desk.type("BAC")
        try desk.press("<Enter> G j x")
        guard case .explain(let page)? = desk.state.overlays.last, let explanation = page.explanation else {
            Issue.record("no page")
            return
        }
        let rows = SampleBook.snapshot().book.strategies.filter { $0.symbol == "BAC" }
        #expect(explanation.inputs.map(\.reference) == rows.map { "\($0.id)#unrealized_pnl" })
        let sum = explanation.inputs.compactMap { Double($0.value) }.reduce(0, +)
        #expect(abs(sum - rows.compactMap(\.unrealizedProfit.value).reduce(0, +)) < 0.01)
        #expect(explanation.value.hasPrefix(DecimalText.text(sum, decimals: 2) ?? "?"))
    }

    @Test func theCursorWalksEveryFigureOfGreeks() throws {
        let desk = TestDesk()
        let book = SampleBook.snapshot().book
        var ids: [String?] = []
        try desk.press("2")
        for row in ["", "j"] {
            ids.append(try explained(desk, row))
            for _ in 1..<5 { ids.append(try explained(desk, "l")) }
            try desk.press("h h h h")
        }
        let columns = [
            "dollar_delta", "beta_weighted_delta", "dollar_gamma_1pct", "theta_per_day", "vega30",
        ]
        #expect(ids == ["book", "greeks/≤2DTE"].flatMap { row in columns.map { "\(row)#\($0)" } })
        ids = [try explained(desk, "j")]
        for _ in 1..<4 { ids.append(try explained(desk, "l")) }
        #expect(ids == foot)
        ids = [try explained(desk, "j")]
        for _ in 1..<book.scenarios.count { ids.append(try explained(desk, "l")) }
        #expect(ids == book.scenarios.indices.map { "book#scenario/\($0)" })
        #expect(try explained(desk, "j") == ids.last)
        #expect(try explained(desk, "k") == foot[0])
        #expect(try explained(desk, "k") == "greeks/≤2DTE#dollar_delta")
    }

    /// The heading of the figure is underlined, and its line marked.
    @Test func theFigureUnderTheCursorIsMarked() throws {
        let desk = TestDesk(snapshot: SampleBook.attributed())
        func underlined() -> String {
            guard let surface = desk.backend.surface else { return "" }
            var text = ""
            for row in 0..<surface.bounds.rows {
                for column in 0..<surface.bounds.columns {
                    let cell = surface[column, row]
                    if cell.style.attributes.contains(.underline) { text += cell.cluster }
                }
            }
            return text
        }
        try desk.press("2 j j")
        #expect(underlined() == "97.4k")
        try desk.press("l")
        #expect(underlined() == "58%")
        try desk.press("j l")
        #expect(underlined() == "-5%")
        try desk.press("1 G j l")
        #expect(underlined() == "+284")
        try desk.press("2 ] ] ] l")
        #expect(underlined() == GlyphSet.unicode.delta)
    }

    @Test func everyPartOfTheAttributionIsReached() throws {
        let desk = TestDesk(snapshot: SampleBook.attributed())
        try desk.press("2 ] ] ]")
        var ids = [try explained(desk, "")]
        for _ in 1..<7 { ids.append(try explained(desk, "l")) }
        let parts = ["day_pnl"] + ["delta", "gamma", "theta", "vega", "cross", "residual"].map { "attribution/\($0)" }
        #expect(ids == parts.map { "book#\($0)" })
        try desk.press("j")
        #expect(try explained(desk, "")?.hasSuffix("#attribution/residual") == true)
    }

    /// Figures without a cursor: `x` on an explanation offers them, with those that it rests on and the rest of the row.
    @Test func aPageOffersTheOtherFigures() throws {
        let desk = TestDesk()
        try desk.press("j x")
        let explanation = Explanation(
            id: "paper:ko#unrealized_pnl", title: "KO open P/L", value: "75.00 USD", formula: "sum over the legs",
            inputs: [
                ExplanationInput(
                    name: "mark", value: "0.56", unit: "USD/share", source: "simulated", ageSeconds: 1,
                    reference: "paper:KO270319P00075000#mark")
            ], method: "mid", origin: "ledger")
        desk.feed(.explanation(id: explanation.id, explanation))
        try desk.press("x")
        guard case .choices(let menu)? = desk.state.overlays.last else {
            Issue.record("no list")
            return
        }
        let offered = menu.choices.compactMap { choice -> String? in
            if case .explain(let id, _) = choice.consequence { id } else { nil }
        }
        #expect(offered.count == menu.choices.count && Set(offered).count == offered.count)
        #expect(offered.first == "paper:KO270319P00075000#mark")
        #expect(!offered.contains(explanation.id), "it is open")
        let statusLine = [
            "book#net_liquidation", "book#day_fraction", "book#free_cash", "book#treasury_bill_funds",
            "book#data_age", "book#alerts/CRITICAL", "book#alerts/HIGH", "book#alerts/MEDIUM", "book#session",
            "book#speed",
        ]
        let room = ["room#free_cash", "room#bills", "room#sector/Technology", "room#rejected/csp"]
        let strip = SampleBook.snapshot().book.scenarios.indices.map { "book#scenario/\($0)" }
        for id in totals + foot + strip + statusLine + room + ["paper:ko#delta", "paper:ko#theta_per_day"] {
            #expect(offered.contains(id), "\(id)")
        }
        // j and k choose, Enter explains in place of the page.
        try desk.press("j <Enter>")
        #expect(asked(desk) == offered[1])
        #expect(desk.state.overlays.count == 1)
    }

    /// The share of a sector stands beside its name, hidden under the mask; one that nobody knows is no blank.
    @Test func sharesOfSectorsAreWritten() throws {
        func details(_ shares: [String: Figure], _ keys: String) throws -> String? {
            var snapshot = SampleBook.snapshot()
            snapshot.opportunities.sectorShares = shares
            let desk = TestDesk(snapshot: snapshot)
            try desk.press(keys)
            guard case .choices(let menu)? = desk.state.overlays.last else { return nil }
            #expect(menu.choices.allSatisfy { !$0.details.isEmpty }, "\(menu.choices.filter { $0.details.isEmpty })")
            return menu.choices.first { $0.title == "room, share of Technology" }?.details
        }
        #expect(try details(["Technology": Figure(0.414)], "x x") == "41%")
        #expect(try details([:], "x x") == "—")
        #expect(try details(["Technology": Figure(0.414)], "$ x x") == "***")
    }

    /// Every figure of a candidate has a column of its own for `x`; words are passed over.
    @Test func theCursorGoesThroughTheFiguresOfACandidate() throws {
        let desk = TestDesk(columns: 200, rows: 60)
        try desk.press("5")
        var keys = [try explained(desk, "")]
        for _ in 1..<9 { keys.append(try explained(desk, "l")) }
        let names = keys.map { $0.flatMap { $0.split(separator: "#").last.map(String.init) } }
        #expect(
            names == [
                "score", "dte", "premium", "annualized_return", "probability_of_profit", "out_of_the_money", "delta",
                "iv_percentile", "liquidity",
            ])
        #expect(try explained(desk, "l")?.hasSuffix("#liquidity") == true, "further right there is nothing")
        #expect(try explained(desk, "h h")?.hasSuffix("#delta") == true)
        // s sorts by the column where it is an order.
        try desk.press("h h h s")
        #expect(desk.state.opportunities.sort == .income)
    }

    @Test func explainIsACommandThatCompletes() throws {
        let desk = TestDesk()
        try desk.press(":")
        desk.type("explain net_liq")
        try desk.press("<Enter>")
        #expect(asked(desk) == "book#net_liquidation")
        try desk.press("<Esc> :")
        desk.type("explain paper:ko#assign")
        try desk.press("<Enter>")
        #expect(asked(desk) == "paper:ko#assignment_probability")
        try desk.press("<Esc> :")
        desk.type("explain ")
        // Without a row's name those are offered that stand in none.
        #expect(desk.screen.contains("profit of the day") && !desk.screen.contains("KO dte"))
        desk.type("paper:ko#")
        #expect(desk.screen.contains("KO dte"))
    }

    /// Every cell of a row that shows a figure has an id: of strategies, their legs, candidates and rows of Greeks.
    @Test func everyCellOfEveryRowHasAnId() throws {
        let desk = TestDesk()
        try desk.press("w")
        let rows = SampleBook.snapshot().book.strategies.count
        for _ in 0..<rows {
            try desk.press("x")
            #expect(asked(desk)?.contains("#") == true)
            try desk.press("<Esc> j")
        }
        try desk.press("5 x x")
        guard case .choices(let menu)? = desk.state.overlays.last else {
            Issue.record("no list")
            return
        }
        let candidate = try #require(SampleOpportunities.board().candidates.first)
        let keys = menu.choices.compactMap { choice -> String? in
            guard case .explain(let id, _) = choice.consequence, id.hasPrefix("candidate/\(candidate.id)#") else {
                return nil
            }
            return String(id.drop { $0 != "#" }.dropFirst())
        }
        #expect(
            Set(keys + ["score"]) == [
                "score", "dte", "premium", "annualized_return", "probability_of_profit", "out_of_the_money", "delta",
                "iv_percentile", "liquidity",
            ])
    }
}
