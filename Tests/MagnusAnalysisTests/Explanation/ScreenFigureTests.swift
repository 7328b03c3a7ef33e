import MagnusAnalysis
import MagnusDomain
import Testing

/// The figures of the screen that stand in no row: status line, totals, strip, room; and the parts of the day's profit.
@Suite struct ScreenFigureTests {
    private let book: BookValuation
    private let market = PaperBook.market
    private let screen: ExplainedScreen

    init() {
        var valuer = PaperBook.valuer()
        var book = valuer.valuation(now: PaperBook.now)
        var attributor = DayAttributor()
        book.dayAttribution = attributor.attribution(of: book, valuer)
        self.book = book
        var screen = ExplainedScreen()
        screen.volatilityIndex = ("SPY", book.benchmarkPrice)
        screen.speed = 1
        screen.quoteTimes = [
            .init(name: "SPY", time: PaperBook.now, source: "test"),
            .init(name: "KO", time: PaperBook.now.adding(seconds: -7), source: "test"),
        ]
        screen.scans = [
            ScanResult(
                strategy: .cashSecuredPut, watchlist: "test", scannedAt: PaperBook.now, symbolsScanned: 2,
                contractsScanned: 12, candidates: [], nearestMisses: [], rejected: ["delta": 7, "spread": 5],
                room: "room 11.4k")
        ]
        self.screen = screen
    }

    private func explanation(_ id: String) throws -> Explanation {
        try #require(Explainer.explain(id: id, book: book, market: market, screen: screen), "\(id)")
    }

    private func value(_ id: String) throws -> Double {
        try #require(Double(try explanation(id).value.split(separator: " ").first ?? ""), "\(id)")
    }

    private func number(_ explanation: Explanation, _ name: String) throws -> Double {
        try #require(Double(explanation.inputs.first { $0.name == name }?.value ?? ""), "\(name)")
    }

    /// The ids that the screen asks for.
    @Test func everyFigureOfTheScreenIsExplained() throws {
        let keys =
            [
                "unrealized_pnl", "day_pnl", "theta_per_day", "short_extrinsic", "beta_weighted_dollars",
                "delta_fraction_of_net_liquidation", "delta_band", "benchmark_fall_1pct", "net_liquidation",
                "day_fraction", "free_cash", "treasury_bill_funds", "collateral", "cash", "total_pnl",
                "volatility_index", "data_age", "alerts/CRITICAL", "session", "speed",
            ] + book.scenarios.indices.map { "scenario/\($0)" }
        let sectors = Set(book.strategies.compactMap(\.legs.first?.sector)).subtracting([
            "", "Index", "Fund", "Unknown",
        ])
        #expect(!sectors.isEmpty)
        let ids =
            keys.map { "book#\($0)" } + ["room#free_cash", "room#bills", "room#rejected/csp"]
            + sectors.map { "room#sector/\($0)" }
        for id in ids {
            let explanation = try explanation(id)
            #expect(explanation.id == id && !explanation.formula.isEmpty && !explanation.method.isEmpty)
            #expect(!explanation.inputs.isEmpty || id.contains("alerts/"), "\(id)")
            for reference in explanation.inputs.compactMap(\.reference) {
                #expect(
                    Explainer.explain(id: reference, book: book, market: market, screen: screen) != nil, "\(reference)")
            }
        }
        #expect(Explainer.explain(id: "book#nonsense", book: book, market: market, screen: screen) == nil)
        #expect(Explainer.explain(id: "room#sector/Nowhere", book: book, market: market, screen: screen) == nil)
    }

    @Test func deltaInDollarsAndItsFallRecompute() throws {
        let dollars = try explanation("book#beta_weighted_dollars")
        let product = try number(dollars, "beta-weighted delta") * (try number(dollars, "benchmark price"))
        #expect(abs(try value("book#beta_weighted_dollars") - product) < 1)
        #expect(abs(try value("book#benchmark_fall_1pct") + 0.01 * product) < 0.02)
        let share = try value("book#delta_fraction_of_net_liquidation")
        #expect(abs(share / 100 * (try value("book#net_liquidation")) - product) < 10)
    }

    @Test func theStripIsTheSumOfItsLegs() throws {
        for (index, cell) in book.scenarios.enumerated() {
            let explanation = try explanation("book#scenario/\(index)")
            let sum = explanation.inputs.filter { $0.name == "change of value" }.compactMap { Double($0.value) }
                .reduce(0, +)
            let shown = try #require(cell.profit.figure.value)
            #expect(abs(try value("book#scenario/\(index)") - shown) < 0.006)
            #expect(abs(sum - shown) < 0.2, "\(cell.benchmarkMove): \(sum) against \(shown)")
        }
    }

    @Test func statusLineRecomputes() throws {
        #expect(try value("book#data_age") == 7)
        #expect(try value("room#rejected/csp") == 12)
        #expect(try value("room#free_cash") == 11_390.40)
        let day = try explanation("book#day_fraction")
        // Without the marks of the previous close the day is not known: the page says why.
        #expect(book.dayProfit.figure.reason.map { day.value == "unknown (\($0.rawValue))" } == true)
        #expect(day.inputs.first { $0.name == "profit of the day" }?.value == day.value)
        let words = try explanation("book#session").value
        #expect(words == market.calendar.status(at: book.asOf).text(at: book.asOf))
    }

    /// The share of a sector is the sum of what is at risk over net liquidation.
    @Test func sectorsRecompute() throws {
        for sector in Set(book.strategies.compactMap(\.legs.first?.sector)).subtracting([
            "", "Index", "Fund", "Unknown",
        ]) {
            let explanation = try explanation("room#sector/\(sector)")
            let net = try number(explanation, "net liquidation")
            let sum = explanation.inputs.filter { $0.source == "at risk" }.compactMap { Double($0.value) }.reduce(0, +)
            #expect(abs(try value("room#sector/\(sector)") - 100 * sum / net) < 0.006, "\(sector)")
        }
    }

    /// The parts of the book are the sums of the rows', and each row's rest is what its parts leave.
    @Test func partsOfTheDayAddUp() throws {
        let table = try #require(book.dayAttribution)
        for part in ["delta", "gamma", "theta", "vega", "cross", "residual"] {
            let explanation = try explanation("book#attribution/\(part)")
            let sum = explanation.inputs.compactMap { Double($0.value) }.reduce(0, +)
            if let shown = Double(explanation.value.split(separator: " ").first ?? "") {
                #expect(abs(sum - shown) < 0.2, "\(part)")
            } else {
                #expect(explanation.value.hasPrefix("unknown"))
            }
            for row in table.rows {
                let own = try self.explanation("\(row.key)#attribution/\(part)")
                #expect(!own.inputs.isEmpty && !own.formula.isEmpty)
            }
        }
        #expect(Explainer.explain(id: "book#attribution/nothing", book: book, market: market) == nil)
    }
}
