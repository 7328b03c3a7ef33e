import MagnusAnalysis
import MagnusDomain
import Testing

@Suite struct QuoteAssessmentTests {
    private let now = NewYorkTime.instant(
        on: CalendarDate(daysSinceEpoch: 20_892), hour: 10, minute: 42)
    private var session: TradingSession? { ExchangeCalendar.standard.session(on: now.newYork.date) }

    private func assess(
        _ bid: Double?, _ ask: Double?, last: Double? = nil, age: Double? = 0,
        kind: QuoteAssessment.Kind = .option(daysToExpiry: 30), inSession: Bool = true, halted: Bool = false,
        previousClose: Bool = false
    ) -> QuoteAssessment {
        QuoteAssessment(
            Quote(
                bid: bid, ask: ask, last: last, time: age.map { now.adding(seconds: -$0) }, receivedAt: now,
                source: "test", isHalted: halted, isPreviousClose: previousClose),
            now: now, kind: kind, session: inSession ? session : nil, lastClose: nil)
    }

    @Test func soundQuoteIsMarkedAtMid() {
        let quote = assess(1.00, 1.10)
        #expect(quote.mark == .known(1.05, .fresh))
        #expect(quote.state == .fresh)
        #expect(!quote.isWide)
        #expect(assess(1.00, 1.50).isWide)
    }

    /// Fault F19 and domain.md section 6: the mid of a wide spread is an estimate, of a very wide one it tells no
    /// volatility; a few cents are as narrow as cheap options have it.
    @Test func aWideSpreadIsAnEstimate() {
        let wide = assess(1.00, 1.50)
        #expect(wide.mark == .known(1.25, .estimated) && wide.carriesVolatility)
        #expect(wide.state == .wide && wide.stateWord == "wide" && wide.markSource == "mid of a wide spread")
        let hollow = assess(0.05, 5.00)
        #expect(hollow.mark == .known(2.525, .estimated) && !hollow.carriesVolatility)
        let cheap = assess(0.06, 0.10)
        #expect(cheap.mark.trust == .fresh && !cheap.isWide && cheap.carriesVolatility && cheap.state == .fresh)
        #expect(assess(1.00, 1.50, age: 61).mark.trust == .stale, "stale is worse")
    }

    /// Out of session what was not the quote of the last close is stale.
    @Test func aQuoteFromBeforeTheLastCloseIsStale() {
        let sunday = NewYorkTime.instant(on: CalendarDate(daysSinceEpoch: 20_891), hour: 12, minute: 0)
        let friday = NewYorkTime.instant(on: CalendarDate(daysSinceEpoch: 20_889), hour: 16, minute: 0)
        func assessed(_ time: Instant) -> QuoteAssessment {
            QuoteAssessment(
                Quote(bid: 1, ask: 1.1, time: time, receivedAt: sunday, source: "test"), now: sunday,
                kind: .option(daysToExpiry: 30), session: nil, lastClose: friday)
        }
        #expect(assessed(friday).mark.trust == .fresh && assessed(friday).stateWord == "closed")
        #expect(assessed(friday.adding(seconds: -600)).mark.trust == .fresh, "delayed by ten minutes")
        let old = assessed(friday.adding(seconds: -86_400 * 21))
        #expect(old.mark.trust == .stale && old.stateWord == "stale")
    }

    /// A front end names only the calendar: the running session and the latest close follow from it, on the evening of
    /// a session too.
    @Test func theCalendarTellsSessionAndClose() {
        func assessed(_ time: Instant, at now: Instant) -> QuoteAssessment {
            QuoteAssessment(
                Quote(bid: 50, ask: 50.02, time: time, receivedAt: now, source: "test"), now: now, kind: .underlying,
                calendar: .standard)
        }
        let close = NewYorkTime.instant(on: now.newYork.date, hour: 16, minute: 0)
        let evening = close.adding(seconds: 2 * 3_600)
        #expect(assessed(close, at: evening).stateWord == "closed" && assessed(close, at: evening).mark.trust == .fresh)
        #expect(assessed(close.adding(seconds: -3 * 86_400), at: evening).mark.trust == .stale)
        #expect(assessed(now, at: now).stateWord == "fresh")
        #expect(assessed(now.adding(seconds: -3_600), at: now).mark.trust == .stale, "an hour old while it trades")
    }

    /// Out of session nothing becomes stale, but a quote of yesterday is not called fresh either.
    @Test func anOldQuoteOutOfSessionIsClosed() {
        let old = assess(1.00, 1.10, age: 108_000, inSession: false)
        #expect(old.stateWord == "closed" && old.mark == .known(1.05, .fresh) && old.ageSeconds == 108_000)
        #expect(assess(1.00, 1.10, age: 5, inSession: false).stateWord == "fresh", "after hours it trades on")
        #expect(assess(1.00, 1.10, age: 108_000, inSession: false, halted: true).stateWord == "halted")
        #expect(assess(1.00, 1.10).stateWord == "fresh")
    }

    @Test func worthlessOptionIsMarkedAtHalfItsAsk() {
        #expect(assess(0, 0.02).mark == .known(0.01, .fresh))
        #expect(assess(nil, 0.02).mark == .known(0.01, .fresh))
        #expect(assess(0, 4).mark == .unknown(.oneSided))
        #expect(assess(1, nil).mark == .unknown(.oneSided))
    }

    @Test func nonsenseIsNamed() {
        #expect(assess(.nan, 1).mark == .unknown(.notFinite))
        #expect(assess(1, .infinity).mark == .unknown(.notFinite))
        #expect(assess(-1, 1).mark == .unknown(.badInput))
        #expect(assess(2, 1).mark == .unknown(.crossed))
        #expect(assess(2, 1).state == .crossed)
        #expect(assess(0, 0).mark == .unknown(.noMarket))
        #expect(assess(nil, nil).mark == .unknown(.noMarket))
    }

    @Test(arguments: [
        (QuoteAssessment.Kind.underlying, 15.0), (.option(daysToExpiry: 2), 60), (.option(daysToExpiry: 1), 10),
        (.option(daysToExpiry: 0), 10),
    ])
    func ageLimits(kind: QuoteAssessment.Kind, limit: Double) {
        #expect(assess(1, 1.1, age: limit, kind: kind).state == .fresh)
        #expect(assess(1, 1.1, age: limit + 0.1, kind: kind).state == .stale)
        #expect(assess(1, 1.1, age: limit + 0.1, kind: kind).mark.trust == .stale)
        #expect(assess(1, 1.1, age: limit + 3600, kind: kind, inSession: false).state == .fresh)
    }

    @Test func futureStampIsNoAge() {
        #expect(assess(1, 1.1, age: -4).state == .fresh)
        let quote = assess(1, 1.1, age: -10_800)
        #expect(quote.ageSeconds == nil)
        #expect(quote.state == .unknownAge)
        #expect(quote.mark.trust == .stale)
        #expect(assess(1, 1.1, age: nil).state == .unknownAge)
    }

    @Test func haltAndPreviousClose() {
        #expect(assess(1, 1.1, halted: true).state == .halted)
        #expect(assess(1, 1.1, previousClose: true).isPreviousClose)
        let old = assess(1, 1.1, age: 64_000)
        #expect(old.isPreviousClose)
        #expect(old.state == .previousClose)
    }

    @Test func indicesHaveOnlyALastPrice() {
        #expect(assess(nil, nil, last: 5994.1, kind: .underlying).mark == .known(5994.1, .fresh))
        #expect(assess(nil, nil, last: .nan, kind: .underlying).mark == .unknown(.notFinite))
        #expect(assess(nil, nil, last: 5).mark == .unknown(.noMarket))
    }
}
