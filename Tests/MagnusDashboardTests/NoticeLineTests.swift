import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// The line that tells what has just happened: a failure is not lost behind what comes after it.
@UIActor
@Suite struct NoticeLineTests {
    private static let failure = "config.toml:2:9: no theme named nope"

    private func arrive(_ desk: TestDesk, _ notices: [Notice]) {
        desk.snapshot?.notices = notices
        desk.feed(.snapshotArrived)
    }

    private func notice(_ id: Int, _ kind: NoticeKind, _ text: String) -> Notice {
        Notice(id: id, time: SampleBook.now, kind: kind, text: text)
    }

    /// A wrong setting is told at the start, alerts half a second later: they have a pane of their own.
    @Test func aFailureStaysUntilAKeyIsPressed() throws {
        let desk = TestDesk()
        let first = notice(1, .failure, Self.failure)
        let alert = notice(2, .information, "MEDIUM SPY 585/575 roll window: 21 days")
        arrive(desk, [first])
        #expect(desk.state.toast == Toast(text: Self.failure, isError: true))
        arrive(desk, [first, alert])
        #expect(desk.state.toast?.text == Self.failure && desk.screen.contains(Self.failure))
        try desk.press("j")
        #expect(desk.state.toast == nil)
        arrive(desk, [first, alert])
        #expect(desk.state.toast == nil, "what was passed over is no news")
        arrive(desk, [first, alert, notice(3, .warning, "HIGH KO 75P in the money: 0.02 in")])
        #expect(desk.state.toast?.text == "HIGH KO 75P in the money: 0.02 in")
        arrive(desk, [notice(4, .failure, "database is full")])
        #expect(desk.state.toast?.text == "database is full")
    }

    @Test func ofSeveralAtOnceTheFailureIsShown() {
        let desk = TestDesk()
        arrive(desk, [notice(1, .failure, Self.failure), notice(2, .warning, "CRITICAL MO 57.5C will be called")])
        #expect(desk.state.toast?.text == Self.failure)
        // The newest of those that are no failure, for they are told in rising severity.
        let calm = TestDesk()
        arrive(calm, [notice(1, .information, "MEDIUM SPY"), notice(2, .warning, "CRITICAL MO")])
        #expect(calm.state.toast?.text == "CRITICAL MO")
    }

    /// The six seconds of a line end that line, not the one that came after it.
    @Test func aTimerEndsItsOwnLine() throws {
        let desk = TestDesk()
        func timer() -> DashboardTimer? {
            desk.effects.reversed().lazy.compactMap { effect -> DashboardTimer? in
                if case .startTimer(let timer, _) = effect { timer } else { nil }
            }.first
        }
        arrive(desk, [notice(1, .warning, "HIGH KO")])
        let early = try #require(timer())
        arrive(desk, [notice(2, .failure, Self.failure)])
        let own = try #require(timer())
        desk.feed(.timer(early))
        #expect(desk.state.toast?.text == Self.failure)
        desk.feed(.timer(own))
        #expect(desk.state.toast == nil)
    }
}
