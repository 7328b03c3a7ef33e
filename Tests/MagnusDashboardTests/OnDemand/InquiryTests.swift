import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// What an on-demand view knows of its question and its answer.
@Suite struct InquiryTests {
    private let pace = InquiryPace(refresh: 5, retry: 1)
    private let slow = InquiryPace(refresh: 60, retry: 1, patience: .infinity, life: 180, isFromAnswer: true)

    private func answered(_ account: String? = nil, at uptime: Double = 10) -> Inquiry<String, Int> {
        var inquiry = Inquiry<String, Int>()
        inquiry.ask("a", at: uptime)
        inquiry.take(InquiryOutcome(report: 1, account: account), at: uptime)
        return inquiry
    }

    /// Five seconds after the question, twenty while an answer is waited for, at once when the clock was set back.
    @Test func asksAgainWhenItsTimeHasCome() {
        var inquiry = Inquiry<String, Int>()
        #expect(inquiry.isDue(at: 0, pace), "never asked")
        let first = inquiry.ask("a", at: 10)
        #expect(first == 1 && inquiry.asked == "a")
        #expect(!inquiry.isDue(at: 29.9, pace) && inquiry.isDue(at: 30, pace))
        inquiry.take(.report(1), at: 12)
        #expect(inquiry.asked == nil && inquiry.question == "a")
        #expect(!inquiry.isDue(at: 14.9, pace) && inquiry.isDue(at: 15, pace))
        #expect(inquiry.isDue(at: 9, pace))
    }

    /// Long work is waited for, and its pace counts from its end.
    @Test func longWorkIsWaitedFor() {
        var inquiry = Inquiry<String, Int>()
        inquiry.ask("a", at: 10)
        #expect(!inquiry.isDue(at: 10_000, slow))
        inquiry.take(.report(1), at: 100)
        #expect(!inquiry.isDue(at: 159, slow) && inquiry.isDue(at: 160, slow))
    }

    @Test func nothingToldIsTriedAgainSoonAndAReasonIsNot() {
        var inquiry = Inquiry<String, Int>()
        inquiry.ask("a", at: 10)
        inquiry.take(InquiryOutcome(), at: 10)
        #expect(inquiry.isRefused && inquiry.isDue(at: 11, pace))
        inquiry.ask("a", at: 11)
        inquiry.take(.refused("no such symbol"), at: 11)
        #expect(inquiry.refusal == "no such symbol" && !inquiry.isDue(at: 12, pace) && inquiry.isDue(at: 16, pace))
    }

    @Test func whatWasStoppedIsNotBegunAgain() {
        var inquiry = answered()
        inquiry.ask("a", at: 20)
        inquiry.take(InquiryOutcome(isCancelled: true, keepsReport: true), at: 20)
        #expect(inquiry.isCancelled && inquiry.report == 1 && !inquiry.isDue(at: 1_000, pace))
        inquiry.ask("a", at: 1_000)
        #expect(!inquiry.isCancelled)
    }

    /// A refusal takes the figures away unless they may stay, and never those of another account stay.
    @Test func whatStaysAfterARefusal() {
        var gone = answered()
        gone.take(.refused("unreachable"), at: 20)
        #expect(gone.report == nil)
        var kept = answered("paper")
        kept.take(InquiryOutcome(account: "paper", refusal: "unreachable", keepsReport: true), at: 20)
        #expect(kept.report == 1 && kept.refusal == "unreachable")
        kept.take(InquiryOutcome(account: "ira", keepsReport: true), at: 30)
        #expect(kept.report == nil && kept.account == nil)
    }

    @Test func growsOldAndIsYoungAgain() {
        var inquiry = answered("paper")
        let version = inquiry.version
        inquiry.age(at: 40, life: 30)
        #expect(!inquiry.isOld && inquiry.version == version)
        inquiry.age(at: 40.1, life: 30)
        #expect(inquiry.isOld && inquiry.version == version + 1, "rows are written again")
        inquiry.take(.report(2), at: 41)
        #expect(!inquiry.isOld)
        inquiry.age(at: 41, life: 30, isDoubtful: true)
        #expect(inquiry.isOld)
        #expect(answered("paper").isOfAnother(than: "ira") && !answered("paper").isOfAnother(than: "paper"))
        #expect(!answered().isOfAnother(than: "ira") && !answered("paper").isOfAnother(than: nil))
    }

    @Test func forgettingKeepsTheCounts() {
        var inquiry = answered("paper")
        inquiry.ask("b", at: 20)
        let (number, version) = (inquiry.number, inquiry.version)
        inquiry.clear()
        #expect(inquiry.report == nil && inquiry.awaited == nil && inquiry.question == nil)
        let next = inquiry.ask("c", at: 30)
        #expect(next == number + 1 && inquiry.version == version + 1)
    }

    /// A view that is missing in one of its two lists would open and never be asked for.
    @Test func everyViewIsRegistered() {
        let pages: [any OnDemandPage] = [
            ScenarioPage(), RiskPage(), ChainPage(ChainRequest(symbol: "KO")),
            PayoffPage(.draft(symbol: "KO", legs: [])), RollPage(RollRequest(position: "a")),
            VolatilityPage(VolatilityRequest(symbol: "KO")), ChartPage(ChartRequest(symbol: "KO")),
            MarketPage(), TodayPage(),
        ]
        #expect(pages.count == OnDemandViews.all.count)
        for page in pages {
            #expect(OnDemandViews.all.contains { $0 == page.kind })
            #expect(page.overlay.onDemand?.kind == page.kind)
            #expect(page.kind.hints.last?.1 == "close")
        }
    }
}
