import MagnusDesk
import MagnusDomain
import Testing

@testable import MagnusEngine

/// What the screen's price chart and market view are answered with.
@Suite struct EngineChartTests {
    static func report(_ answer: ChartAnswer) throws -> ChartReport {
        guard case .report(let report) = answer else {
            Issue.record("\(answer)")
            throw Missing()
        }
        return report
    }

    static func refusal(_ answer: ChartAnswer) -> String? { if case .refused(let text) = answer { text } else { nil } }

    struct Missing: Error {}

    /// The screen shows what `magnus history` says, with the price of now beside it.
    @Test func theChartIsWhatTheCommandSays() async throws {
        let engine = try await EngineWorlds.opened()
        let report = try Self.report(await engine.chart(ChartRequest(symbol: "ko")))
        let told = try await engine.technicals(of: "KO")
        #expect(report.technicals == told)
        #expect(report.symbol == "KO" && report.spot.value != nil)
        let last = try #require(report.technicals.last)
        #expect(last.bar.date == report.lastSession && !report.isBehind)
        #expect(last.bar.date < report.asOf.newYork.date, "no session that still runs")
        #expect(report.old.spot.trust == .stale && report.old.technicals == told)
        await engine.close()
    }

    /// An option root means its underlying.
    @Test func aRootMeansItsUnderlying() async throws {
        let engine = try await EngineWorlds.opened()
        #expect(try Self.report(await engine.chart(ChartRequest(symbol: "SPXW"))).symbol == "SPX")
        #expect(Self.refusal(await engine.chart(ChartRequest(symbol: "ZZZZ"))) == "ZZZZ: no source knows this symbol.")
        #expect(Self.refusal(await engine.chart(ChartRequest(symbol: ""))) != nil)
        await engine.close()
    }

    /// Three parts, each as its command says it, of the account that is shown.
    @Test func theMarketIsWhatTheCommandsSay() async throws {
        let engine = try await EngineWorlds.opened()
        let answer = await engine.marketAnswer()
        let account = await engine.selectedAccount
        #expect(answer.account == account && answer.refusal == nil)
        let report = try #require(answer.report)
        let regime = try await engine.regime()
        let correlation = try await engine.correlation()
        let sectors = try await engine.sectors()
        #expect(report.regime == regime)
        #expect(report.correlation == correlation)
        #expect(report.sectors == sectors)
        #expect(report.regimeRefusal == nil && report.correlationRefusal == nil && report.sectorsRefusal == nil)
        #expect(report.regime?.session == report.lastSession)
        let row = try #require(report.old.sectors?.rows.first { $0.share.value != nil })
        #expect(row.share.trust == .stale && row.atRisk.figure.trust == .stale)
        await engine.close()
    }

    /// What is known already is told only where all that decides it is the same.
    @Test func anotherQuestionHasItsOwnAnswer() async throws {
        let engine = try await EngineWorlds.opened()
        let first = try await engine.regime()
        let second = try await engine.regime(seed: 2)
        #expect(first.model.seed == 1 && second.model.seed == 2)
        #expect(try await engine.regime(of: "KO").symbol == "KO")
        #expect(try await engine.regime() == first)
        let whole = try await engine.technicals(of: "KO")
        let day = try #require(whole.last?.bar.date).adding(days: -30)
        let earlier = try await engine.technicals(of: "KO", through: day)
        #expect(try #require(earlier.last?.bar.date) <= day)
        #expect(try await engine.technicals(of: "KO", sessions: 300).rows.count < whole.rows.count)
        #expect(try await engine.technicals(of: "KO") == whole)
        await engine.close()
    }
}
