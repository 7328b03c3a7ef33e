import MagnusDesk
import MagnusDomain
import Testing

/// The words about a roll, the same on the screen and on the command line.
@Suite struct RollTextTests {
    private static func report(
        _ alternative: RollReport.Alternative, buyBack: Figure = Figure(7.10), trust: Trust = .fresh
    ) -> RollReport {
        RollReport(
            id: "paper:1", account: "paper", symbol: "PLTR", title: "-2 80P", form: .shortOption, held: [], shares: 200,
            daysToExpiry: 32, buyBack: buyBack, realized: Figure(-950, trust: trust), rollsDone: 1, rollsToReview: 2,
            rules: RollRules(), spot: Figure(76.40), spotAgeSeconds: 1, expiries: [], strikes: [], cells: [], best: nil,
            alternative: alternative, closedOn: CalendarDate(year: 2027, month: 3, day: 12), source: "test",
            retrievedAt: Instant(secondsSinceEpoch: 0))
    }

    private static let text = RollText(format: FigureFormat(), today: CalendarDate(daysSinceEpoch: 20_892))

    /// trader.md section 1: "take shares at 80.00 (tax basis 77.65) or realise -950".
    @Test func whatIsLeftWithoutARoll() {
        let report = Self.report(.takeShares(count: 200, price: 80, basis: Figure(77.65)))
        #expect(Self.text.withoutRoll(report) == "take shares at 80.00 (tax basis 77.65) or realise -950")
        #expect(Self.text.cost(report) == "buy back 7.10 realises -950 now")
        #expect(Self.text.alternative(report) == "tax basis if taken 77.65")
        #expect(Self.text.conclusion(report).hasPrefix("No later expiry is listed: take shares"))
        #expect(Self.text.campaign(report) == "rolled 1 of 3, 2 pairs to review")
        #expect(Self.text.closing(report) == "close 03-12")
    }

    @Test func everyAlternativeHasItsWords() {
        for (alternative, words) in [
            (
                RollReport.Alternative.deliverShares(count: 100, price: 39, proceeds: Figure(39.88)),
                "let the shares go at 39.00 (with the premium 39.88) or realise -950"
            ),
            (
                .sellShort(count: 100, price: 39, proceeds: .unknown(.noBasis)),
                "be short shares at 39.00 (with the premium —) or realise -950"
            ),
            (.settleInCash, "let it settle in cash or realise -950"),
            (.keepSpread(maximumLoss: Figure(1604)), "keep the spread, at most 1,604 to lose, or realise -950"),
        ] { #expect(Self.text.withoutRoll(Self.report(alternative)) == words) }
    }

    @Test func whatIsUnknownOrOldIsMarked() {
        let unknown = Self.report(.settleInCash, buyBack: .unknown(.oneSided))
        #expect(Self.text.cost(unknown) == "buy back —: one sided")
        #expect(Self.text.net(Figure(0.654, trust: .stale)) == "~+0.65")
        #expect(Self.text.net(Figure(-0.75)) == "-0.75" && Self.text.net(.unknown(.noMarket)) == "—")
        #expect(Self.text.perDay(Figure(0.0464)) == "0.046" && Self.text.delta(Figure(-0.553)) == "55")
        let old = Self.report(.settleInCash).old
        #expect(old.buyBack.trust == .stale && old.realized.trust == .stale && old.buyBack.value == 7.10)
    }

    /// Under the mask amounts go, prices per share stay.
    @Test func theMaskHidesTheLoss() {
        let masked = RollText(format: FigureFormat(isMasked: true), today: CalendarDate(daysSinceEpoch: 20_892))
        #expect(masked.cost(Self.report(.settleInCash)) == "buy back 7.10 realises *** now")
    }
}
