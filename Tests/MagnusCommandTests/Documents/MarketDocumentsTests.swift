import Foundation
import MagnusDesk
import MagnusDomain
import Testing

@testable import MagnusAnalysis
@testable import MagnusConnectors
@testable import magnus

@Suite struct MarketDocumentsTests {
    /// A chain through the real analysis: a sound strike, a crossed one, an adjusted series.
    static func chain() -> ChainAnalysis {
        let now = Fixtures.now
        func quote(_ bid: Double?, _ ask: Double?) -> Quote {
            Quote(
                bid: bid, ask: ask, openInterest: 1500, time: now.adding(seconds: -3), receivedAt: now,
                source: "simulated")
        }
        let entries = [
            ChainEntry(contract: Fixtures.option(strike: 75_000, right: .call), quote: quote(5.60, 5.70)),
            ChainEntry(contract: Fixtures.option(strike: 75_000), quote: quote(4.00, 4.10)),
            ChainEntry(contract: Fixtures.option(strike: 80_000, right: .call), quote: quote(3.60, 3.40)),
            ChainEntry(contract: Fixtures.option(strike: 80_000), quote: quote(6.95, 7.10)),
            ChainEntry(contract: Fixtures.option("PLTR1", strike: 2500, deliverable: .unknown), quote: quote(nil, nil)),
        ]
        return ChainAnalyser.analyse(
            OptionChain(
                symbol: "PLTR", underlying: quote(76.39, 76.41), entries: entries, retrievedAt: now, source: "simulated"
            ),
            profile: SecurityProfile(
                symbol: "PLTR", name: "Palantir", kind: .stock, sector: "Technology",
                dividends: [DividendEvent(exDate: now.newYork.date.adding(days: 10), amount: 0.1, isEstimated: true)]),
            history: [],
            rates: RateCurve(points: [RatePoint(years: 1, rate: 0.04)], asOf: now, source: "simulated"),
            calendar: .standard, now: now)
    }

    @Test func chainHasTheContractsKeys() throws {
        let chain = Self.chain()
        let held = [Fixtures.option(strike: 80_000): Quantity(-2)]
        let document = ChainDocument.json(chain, held: held, envelope: Fixtures.envelope)
        DocumentChecks.expectEnvelope(
            document, ContractKeys.chain, plus: ["iv", "iv_rank_date", "source", "retrieved_at", "reasons"])
        DocumentChecks.expectReasons(document)
        DocumentChecks.expectKeys(
            DocumentChecks.elements(document["dividends"]).first, ContractKeys.dividend)
        let expiries = DocumentChecks.elements(document["expiries"])
        #expect(expiries.count == 2)
        var contracts: [JSONValue] = []
        for expiry in expiries {
            DocumentChecks.expectKeys(expiry, ContractKeys.expiry, plus: ["root", "forward_method", "reasons"])
            contracts += DocumentChecks.elements(expiry["contracts"])
        }
        #expect(contracts.count == 5)
        for contract in contracts { DocumentChecks.expectKeys(contract, ContractKeys.contract) }
        let owned = try #require(
            contracts.first { DocumentChecks.text($0["contract"]) == "PLTR  270416P00080000" })
        #expect(DocumentChecks.number(owned["held_quantity"]) == -2)
        #expect(try #require(DocumentChecks.number(owned["iv"])) > 0.3)
        let crossed = try #require(contracts.first { DocumentChecks.text($0["state"]) == "crossed" })
        #expect(crossed["iv"] == .null)
        #expect(DocumentChecks.text(crossed["reasons"]?["iv"]) == "crossed")
        #expect(DocumentChecks.number(crossed["held_quantity"]) == 0)
        #expect(document["iv_rank"] == .null)
        #expect(DocumentChecks.text(document["reasons"]?["iv_rank"]) == "insufficient_history")
    }

    @Test func chainTextNamesTheListedExpiries() {
        let chain = Self.chain()
        let missing = ChainDocument.text(chain, expiry: CalendarDate(daysSinceEpoch: 0))
        #expect(missing.last?.contains("2027-04-16") == true)
        let text = ChainDocument.text(chain, held: [Fixtures.option(strike: 80_000): Quantity(-2)])
        #expect(text.contains { $0.contains("crossed") && $0.contains("-2") })
    }

    @Test func scanHasTheContractsKeys() throws {
        let missed = Fixtures.candidate(
            known: false,
            failures: [GateFailure(gate: "market", text: "spread 0.35 = 22% of 1.60", remedy: "passes at mid 1.52")])
        let scan = Fixtures.scan(
            [Fixtures.candidate(), Fixtures.candidate(strategy: .coveredCall), Fixtures.candidate(known: false)],
            misses: [missed])
        let document = ScanDocument.json(scan, durationMilliseconds: 12.5, envelope: Fixtures.envelope)
        DocumentChecks.expectEnvelope(
            document, ContractKeys.scan, plus: ["scanned_at", "nearest_misses", "waiting_reason", "room"])
        DocumentChecks.expectKeys(document["scanned"], ["symbols", "contracts"], plus: ["passed", "rejected"])
        DocumentChecks.expectReasons(document)
        let candidates = DocumentChecks.elements(document["candidates"])
        for candidate in candidates {
            DocumentChecks.expectKeys(candidate, ContractKeys.candidate, plus: ["score_cap"])
        }
        #expect(candidates.map { DocumentChecks.elements($0["legs"]).count } == [1, 2, 1])
        let first = try #require(candidates.first)
        #expect(DocumentChecks.text(first["premium_basis"]) == "fill")
        #expect(DocumentChecks.number(first["premium"]) == 1.29)
        #expect(first["score_parts"]?["trend"] == .null, "a missing part is not a zero")
        #expect(DocumentChecks.text(first["reasons"]?["iv_rank"]) == "insufficient_history")
        #expect(DocumentChecks.number(document["rejected"]?["market"]) == 187)
        let limited = ScanDocument.json(scan, durationMilliseconds: nil, limit: 1, envelope: Fixtures.envelope)
        #expect(DocumentChecks.elements(limited["candidates"]).count == 1)
        #expect(limited["duration_ms"] == .null)
    }

    /// Beside the keys of every candidate: legs with their own figures, bounds signed, the natural price and the mid.
    @Test func spreadsHaveKeysOfTheirOwn() throws {
        let scan = Fixtures.scan(
            [Fixtures.spreadCandidate()], misses: [Fixtures.spreadCandidate()], strategy: .vertical)
        let document = ScanDocument.json(scan, durationMilliseconds: 1, envelope: Fixtures.envelope)
        DocumentChecks.expectReasons(document)
        let found = try #require(DocumentChecks.elements(document["candidates"]).first)
        DocumentChecks.expectKeys(
            found, ContractKeys.candidate,
            plus: [
                "score_cap", "name", "premium_natural", "premium_mid", "width", "credit_to_width", "max_profit",
                "max_profit_band", "max_loss", "buying_power_effect", "fees", "breakevens", "expected_value",
                "expected_value_basis", "position_delta", "forward_factor", "theta_ratio", "extrinsic_ratio",
                "warnings",
            ])
        #expect(DocumentChecks.text(found["name"]) == "bull_put_spread")
        #expect(
            DocumentChecks.number(found["premium"]) == 0.87 && DocumentChecks.text(found["premium_basis"]) == "fill")
        #expect(DocumentChecks.number(found["premium_natural"]) == 0.85)
        // A loss is negative as everywhere; what must be there for it is not.
        #expect(DocumentChecks.number(found["max_loss"]) == -413 && DocumentChecks.number(found["max_profit"]) == 87)
        #expect(DocumentChecks.number(found["buying_power_effect"]) == 413)
        #expect(DocumentChecks.text(found["reasons"]?["forward_factor"]) == "not_applicable")
        let legs = DocumentChecks.elements(found["legs"])
        #expect(legs.map { DocumentChecks.text($0["side"]) } == ["long", "short"])
        #expect(legs.map { DocumentChecks.number($0["strike"]) } == [85, 90])
        #expect(legs.map { DocumentChecks.number($0["price"]) } == [0.41, 1.28])
        let miss = try #require(DocumentChecks.elements(document["nearest_misses"]).first)
        #expect(DocumentChecks.elements(miss["legs"]).count == 2)
        let lines = ScanDocument.text(scan)
        #expect(lines.contains { $0.contains("PCS") && $0.contains("90/85P 04-23") && $0.contains("89.13") })
        #expect(lines.contains("XLE 90/85P 04-23: 90P: interest 0.40 on the strike is over 0.30"))
        #expect(lines.contains { $0.hasPrefix("1,412 combinations of 18 symbols") })
        // Old quotes mark what is made of them, here too.
        let old = scan.trusted(at: Fixtures.now.adding(seconds: 120), optionSeconds: 60, underlyingSeconds: 15)
        let later = ScanDocument.json(old, durationMilliseconds: 1, envelope: Fixtures.envelope)
        let marks = try #require(DocumentChecks.elements(later["candidates"]).first?["figure_trust"])
        for key in ["premium", "premium_natural", "max_profit", "max_loss", "collateral", "expected_value"] {
            #expect(DocumentChecks.text(marks[key]) == "stale", "\(key)")
        }
    }

    /// Between two scans the quotes grow old: what is made of them says so, each by its own limit.
    @Test func figuresOfAnOldScanAreMarked() throws {
        func marks(after seconds: Double) throws -> JSONValue {
            let scan = Fixtures.scan([Fixtures.candidate()])
                .trusted(at: Fixtures.now.adding(seconds: seconds), optionSeconds: 60, underlyingSeconds: 15)
            let document = ScanDocument.json(scan, durationMilliseconds: 1, envelope: Fixtures.envelope)
            let candidate = try #require(DocumentChecks.elements(document["candidates"]).first)
            return try #require(candidate["figure_trust"])
        }
        #expect(DocumentChecks.keys(try marks(after: 0)).isEmpty)
        let moved = try marks(after: 30)
        #expect(DocumentChecks.text(moved["spot"]) == "stale")
        #expect(DocumentChecks.text(moved["score"]) == "stale")
        #expect(!DocumentChecks.keys(moved).contains("premium"))
        let old = try marks(after: 120)
        for key in ["bid", "ask", "premium", "annualized_return", "breakeven", "iv", "delta", "spread_fraction"] {
            #expect(DocumentChecks.text(old[key]) == "stale", "\(key)")
        }
        #expect(!DocumentChecks.keys(old).contains("collateral"))
    }

    /// trader.md section 4: `~` before a figure of an old quote, on the command line as on the screen.
    @Test func theTableMarksOldFigures() throws {
        let scan = Fixtures.scan([Fixtures.candidate()], misses: [Fixtures.candidate()])
        let old = scan.trusted(at: Fixtures.now.adding(seconds: 30), optionSeconds: 60, underlyingSeconds: 15)
        let spot = FigureFormat().price(Figure(Fixtures.candidate().spot))
        #expect(ScanDocument.text(scan).contains { $0.contains(" \(spot) ") && !$0.contains("~") })
        #expect(ScanDocument.text(old).contains { $0.contains(" ~\(spot) ") && $0.hasPrefix("~85") })
        #expect(ScanDocument.whyNotText(old).first == "XLE 90P 04-23  score ~85, 0 gates")
        let document = ScanDocument.json(old, durationMilliseconds: 1, envelope: Fixtures.envelope)
        let miss = try #require(DocumentChecks.elements(document["nearest_misses"]).first)
        #expect(DocumentChecks.text(miss["figure_trust"]?["score"]) == "stale")
    }

    @Test func whyNotGivesTheFigureTheLimitAndTheRemedy() {
        let missed = Fixtures.candidate(
            failures: [GateFailure(gate: "market", text: "spread 0.35 = 22% of 1.60", remedy: "passes at mid 1.52")])
        let lines = ScanDocument.whyNotText(Fixtures.scan([], misses: [missed]))
        #expect(lines.first == "XLE 90P 04-23  score 85, 1 gate")
        #expect(lines.dropFirst().first == "    market: spread 0.35 = 22% of 1.60; passes at mid 1.52")
        #expect(lines.last == "1,412 contracts of 18 symbols, 0 passed; why not: 187 market, 96 event, 61 premium")
    }

    @Test func quotesAreJudgedNotCopied() throws {
        let now = Fixtures.now
        func entry(_ bid: Double?, _ ask: Double?, time: Instant?, close: Double? = 76) -> QuoteDocument.Entry {
            QuoteDocument.Entry(
                symbol: "PLTR", quote: Quote(bid: bid, ask: ask, time: time, receivedAt: now, source: "simulated"),
                previousClose: close)
        }
        let entries = [
            entry(76.39, 76.41, time: now), entry(76.5, 76.4, time: now), entry(.nan, 76.4, time: now),
            entry(nil, nil, time: nil, close: nil), entry(76.39, 76.41, time: now.adding(seconds: 3 * 3600)),
        ]
        let document = QuoteDocument.json(entries, calendar: .standard, envelope: Fixtures.envelope)
        DocumentChecks.expectReasons(document)
        let quotes = DocumentChecks.elements(document["quotes"])
        let change = try #require(DocumentChecks.number(quotes[0]["change"]))
        #expect(abs(change - 0.4) < 1e-9)
        #expect(quotes[1]["mark"] == .null)
        #expect(DocumentChecks.text(quotes[1]["reasons"]?["mark"]) == "crossed")
        #expect(DocumentChecks.text(quotes[2]["reasons"]?["bid"]) == "not_finite")
        #expect(DocumentChecks.text(quotes[3]["reasons"]?["mark"]) == "no_market")
        #expect(quotes[4]["age_seconds"] == .null, "a stamp from the future is no age")
        #expect(DocumentChecks.text(quotes[4]["reasons"]?["age_seconds"]) == "future_time")
        #expect(QuoteDocument.text(entries, calendar: .standard, now: now).count == 6)
    }

    @Test func historyJoinsTheVolatilityOfTheSameDay() throws {
        let date = Fixtures.now.newYork.date
        let bars = [
            DailyBar(date: date.adding(days: -1), open: 1, high: 2, low: 0.5, close: 1.5, volume: 1000),
            DailyBar(date: date, open: 1, high: 2, low: .nan, close: 1.5, volume: 1000),
        ]
        let document = HistoryDocument.json(
            symbol: "KO", bars: bars, volatility: [VolatilityObservation(date: date, impliedVolatility: 0.17)],
            source: "simulated", envelope: Fixtures.envelope)
        DocumentChecks.expectReasons(document)
        let entries = DocumentChecks.elements(document["bars"])
        #expect(entries[0]["iv"] == .null)
        #expect(DocumentChecks.number(entries[1]["iv"]) == 0.17)
        #expect(DocumentChecks.text(entries[1]["reasons"]?["low"]) == "not_finite")
        #expect(HistoryDocument.text(symbol: "KO", bars: []).first == "KO: no sessions in this span.")
    }

    static func importReport(_ text: String = "bad cell") -> ImportReport {
        var file = ImportReport.File(
            path: "export.csv", format: .tastytrade, formatConfidence: 0.95, layout: "2024", encoding: .utf8,
            account: "tastytrade", firstDate: nil, lastDate: nil)
        file.rows.read = 40
        file.rows.imported = 14
        file.rows.skipped = 25
        file.rows.duplicate = 1
        file.skipped = (1...25).map { ImportReport.SkippedRow(line: $0, column: 3, reason: "bad date", text: text) }
        file.warnings = [ImportReport.Warning(line: nil, code: "unknown_column", message: text)]
        var report = ImportReport()
        report.files = [file]
        report.totals = file.rows
        report.events.trades = 14
        report.openPositions = 3
        return report
    }

    @Test func importHasTheContractsKeys() throws {
        let document = ImportDocument.json(
            Self.importReport(), isDryRun: true, realizedProfit: Money(tenThousandths: -12_500),
            envelope: Fixtures.envelope)
        DocumentChecks.expectEnvelope(document, ContractKeys.importing, plus: ["reasons"])
        let file = try #require(DocumentChecks.elements(document["files"]).first)
        DocumentChecks.expectKeys(file, ContractKeys.importFile, plus: ["layout", "preamble_lines", "footer_lines"])
        DocumentChecks.expectKeys(file["rows"], ContractKeys.importRows)
        DocumentChecks.expectKeys(document["totals"], ContractKeys.importRows)
        DocumentChecks.expectKeys(
            document["events"], ContractKeys.importEvents, plus: ["mergers", "interest", "adjustments"])
        DocumentChecks.expectKeys(
            DocumentChecks.elements(file["skipped"]).first, ContractKeys.importSkipped)
        DocumentChecks.expectKeys(
            DocumentChecks.elements(file["warnings"]).first, ContractKeys.importWarning)
        #expect(DocumentChecks.elements(file["skipped"]).count == 25)
        #expect(DocumentChecks.number(document["realized_pnl"]) == -1.25)
        let unknown = ImportDocument.json(
            ImportReport(), isDryRun: false, realizedProfit: nil, envelope: Fixtures.envelope)
        DocumentChecks.expectReasons(unknown)
        #expect(unknown["realized_pnl"] == .null)
    }

    @Test func importTextIsShortAndExact() {
        let lines = ImportDocument.text(Self.importReport(), isDryRun: false, realizedProfit: nil)
        #expect(lines.contains("  40 rows read, 14 imported, 1 known already, 25 skipped"))
        #expect(lines.contains("  export.csv:1:3: bad date: bad cell"))
        #expect(lines.contains("  ... 5 more skipped rows; --json lists them"))
        #expect(lines.contains("3 positions open, realised —"))
        // The sum of the account is not what closings realised: both views say which one theirs is.
        let known = ImportDocument.text(Self.importReport(), isDryRun: false, realizedProfit: Money(dollars: -1.25))
        #expect(known.contains { $0.hasPrefix("3 positions open, realised -1.25 with dividends, interest and fees") })
    }
}
