import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// The pages behind a candidate and behind `W`.
@Suite struct CandidatePageTests {
    private func words(_ lines: [PageLine]) -> String { lines.map(\.text).joined(separator: "\n") }

    private func whyNot(_ rejected: [String: Int], waiting: String? = nil) -> String {
        var board = SampleOpportunities.board()
        board.scans[0].nearestMisses = []
        board.scans[0].rejected = rejected
        board.scans[0].waitingReason = waiting
        return words(CandidatePage.whyNot(board, format: FigureFormat()))
    }

    /// An empty list says why it is empty: "nothing" is said only where nothing was rejected.
    @Test func anEmptyListOfMissesSaysWhy() {
        #expect(whyNot([:]).contains("Nothing was rejected."))
        let rejected = whyNot(["quotes": 38, "place": 21])
        #expect(!rejected.contains("Nothing was rejected."))
        #expect(rejected.contains("59 contracts rejected, none listed: no price of the shares"))
        #expect(rejected.contains("38 quotes, 21 place"))
        #expect(whyNot(["rank": 5]).contains("No gate rejected any"))
        #expect(!whyNot([:], waiting: "Waiting for orderly quotes, 09:45.").contains("Nothing was rejected."))
    }

    /// Without lists of one's own every symbol was looked at.
    @Test func theListIsNamed() {
        var board = SampleOpportunities.board()
        func head() -> String { words(CandidatePage.whyNot(board, format: FigureFormat())) }
        #expect(head().hasPrefix("csp on watch, "))
        board.scans[0].watchlist = "default"
        #expect(head().hasPrefix("csp on every symbol, "))
    }

    /// An option may be a minute old in session, its shares a quarter of one: what is made of older ones is stale.
    @Test func figuresOfOldQuotesAreStale() throws {
        var candidate = try #require(SampleOpportunities.board().candidates.first)
        (candidate.quoteAgeSeconds, candidate.spotAgeSeconds) = (9, 2)
        func after(_ seconds: Double) -> Candidate {
            candidate.trusted(after: seconds, optionSeconds: 60, underlyingSeconds: 15)
        }
        #expect(after(13) == candidate)
        let moved = after(14)
        #expect(moved.fill.trust == .fresh && moved.annualizedReturn.trust == .fresh)
        #expect(moved.outOfTheMoney.trust == .stale && moved.spotFigure.trust == .stale)
        #expect(moved.delta.trust == .stale && moved.scoreFigure.trust == .stale)
        let old = after(52)
        #expect(old.fill.trust == .stale && old.breakeven.trust == .stale)
        #expect(old.quoteTrust == .stale)
        // The strike pays for a put whatever the shares do; the ages are those of the scan.
        #expect(old.collateral.trust == .fresh && old.quoteAgeSeconds == 9)
        candidate.quoteAgeSeconds = nil
        #expect(after(0).fill.trust == .stale)
        // What is unknown stays unknown.
        candidate.fill = .unknown(.oneSided)
        #expect(after(0).fill == .unknown(.oneSided))
    }

    /// The mark stands in the list and on the page, within the columns.
    @Test func oldFiguresCarryTheMark() throws {
        var board = SampleOpportunities.board()
        board.candidates = board.candidates.map {
            $0.trusted(after: 240, optionSeconds: 60, underlyingSeconds: 15)
        }
        let candidate = try #require(board.candidates.first)
        let lines = CandidatePage.lines(candidate, book: SampleBook.snapshot().book, format: FigureFormat())
        let page = words(lines)
        #expect(page.contains("Score ~85"))
        #expect(page.contains("~1.29 · ~1.27 × ~1.35"))
        #expect(page.contains("~88.71, spot ~94.05"))
        #expect(lines.contains { $0.kind == .pair("Breakeven") && $0.scope == .dataStale })
    }

    @UIActor @Test func theListCarriesTheMark() throws {
        var snapshot = SampleBook.snapshot()
        #expect(!TestDesk(snapshot: snapshot).screen.contains("~1.29"))
        snapshot.opportunities.candidates = snapshot.opportunities.candidates.map {
            $0.trusted(after: 240, optionSeconds: 60, underlyingSeconds: 15)
        }
        let screen = TestDesk(columns: 160, rows: 45, snapshot: snapshot).screen
        let row = try #require(
            screen.split(separator: "\n").first { $0.contains("XLE  90P 04-23") })
        #expect(row.contains("~1.29") && row.contains("~13.3%") && row.contains("~4.4%"))
        #expect(!row.contains("~~"))
    }
}
