import MagnusDomain
import Testing

@testable import magnus

@Suite struct ReplayEraTests {
    private func recording(_ symbol: String, _ begin: Double, _ end: Double) -> Recording {
        let base = Instant(secondsSinceEpoch: 1_450_000_000)
        return Recording(
            instrument: .stock(symbol: symbol),
            quotes: [begin, end].map {
                Recording.QuoteBar(end: base.adding(seconds: $0 * 86_400), bid: 10, ask: 10.1)
            })
    }

    @Test func yearsApartAreErasOfTheirOwn() {
        let eras = ReplayEra.split([
            recording("SPX", 2000, 2002), recording("GOOG", 0, 1), recording("SPY", 2009, 2010),
            recording("AAPL", 0.5, 3),
        ])
        #expect(eras.map { Set($0.recordings.map(\.instrument.underlying)) } == [["GOOG", "AAPL"], ["SPX", "SPY"]])
        #expect(
            eras.allSatisfy { era in era.recordings.compactMap(\.span).allSatisfy { era.span.contains($0.lowerBound) } }
        )
        #expect(ReplayEra.split([recording("A", 0, 1), recording("B", 11, 12)]).count == 1)
        #expect(ReplayEra.split([recording("A", 0, 1), recording("B", 11.5, 12)]).count == 2)
    }

    @Test func whatHasNoBarBelongsToNone() {
        let empty = Recording(instrument: .stock(symbol: "X"), quotes: [])
        #expect(ReplayEra.split([empty]).isEmpty && ReplayEra.split([]).isEmpty)
    }
}
