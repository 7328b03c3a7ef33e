import MagnusAnalysis
import MagnusDesk
import MagnusDomain
import MagnusSimulation
import Testing

@testable import MagnusEngine

/// Rolls of the paper book as front ends get them.
@Suite struct EngineRollTests {
    static func report(_ answer: RollAnswer) throws -> RollReport {
        guard case .report(let report) = answer else {
            Issue.record("\(answer)")
            throw EnginePayoffTests.Missing()
        }
        return report
    }

    /// What a roll nets is what the quotes of the chain say, and its payoff ends where its breakeven is.
    @Test func gridPayoffAndExplanationAgree() async throws {
        let engine = try await EngineWorlds.opened()
        let row = try await engine.shown().row("PLTR", "-2 80P")
        let report = try Self.report(await engine.roll(RollRequest(position: row.id)))
        #expect(report.id == row.id && report.rollsDone == 0)
        let byLeg = try Self.report(
            await engine.roll(RollRequest(position: try #require(row.legs.first).position.id)))
        #expect(byLeg.cells == report.cells)
        let cell = try #require(report.cells.first { $0.isAllowed } ?? report.cells.first { $0.net.value != nil })
        let contract = try #require(cell.legs.first).contract
        let choice = RollChoice(position: row.id, contract: contract)
        let payoff = try EnginePayoffTests.report(await engine.payoff(PayoffRequest(subject: .roll(choice))))
        #expect(payoff.problems.isEmpty && payoff.legs.count == 1, "\(payoff.problems)")
        let end = try #require(payoff.breakevens.first)
        let breakeven = try #require(cell.breakeven.value)
        #expect(abs(end - breakeven) < 1e-6)
        let entry = try #require(cell.legs.first?.entry.value)
        let premium = try #require(payoff.netPremium.value)
        #expect(abs(premium - entry * 200) < 1e-6)
        let explained = try #require(await engine.explain(report.identifier(of: cell) + "#net"))
        let value = try #require(explained.value.split(separator: " ").first.flatMap { Double($0) })
        let net = try #require(cell.net.value)
        #expect(abs(value - net) < 0.00005)
        #expect(explained.inputs.allSatisfy { $0.ageSeconds != nil })
        await engine.close()
    }

    /// The chat says what the grid shows, to the last digit.
    @Test func theChatHasTheFiguresOfTheGrid() async throws {
        let engine = try await EngineWorlds.opened()
        let row = try await engine.shown().row("PLTR", "-2 80P")
        let report = try Self.report(await engine.roll(RollRequest(position: row.id)))
        let best = try #require(report.bestCell)
        let asked = await engine.perform(.ask(text: "should I roll PLTR", context: AskContext()))
        guard case .answer(let answer) = asked else {
            Issue.record("\(asked)")
            return
        }
        for figure in [report.buyBack, report.realized, best.net, best.netAtMid, best.creditPerDay, best.breakeven] {
            let value = try #require(figure.value)
            #expect(answer.figures.contains { $0.value == value }, "\(value): \(answer.text)")
        }
        await engine.close()
    }

    /// The shares of a covered call stay in the payoff of its roll.
    @Test func theSharesOfACoveredCallStay() async throws {
        let engine = try await EngineWorlds.opened()
        let row = try await engine.shown().row("INTC", "CC")
        let report = try Self.report(await engine.roll(RollRequest(position: row.id)))
        #expect(report.form == .coveredCall)
        let cell = try #require(report.cells.first { $0.net.value != nil })
        let contract = try #require(cell.legs.first).contract
        let payoff = try EnginePayoffTests.report(
            await engine.payoff(
                PayoffRequest(subject: .roll(RollChoice(position: row.id, contract: contract)))))
        #expect(payoff.legs.count == 2 && payoff.legs.contains { $0.size == 100 })
        await engine.close()
    }

    @Test func everyRowHasAGridOrAReason() async throws {
        let engine = try await EngineWorlds.opened()
        for row in try await engine.shown().book.strategies {
            switch await engine.roll(RollRequest(position: row.id)) {
            case .report(let report):
                #expect(report.cells.allSatisfy { $0.isAllowed == $0.obstacles.isEmpty }, "\(row.title)")
                #expect(report.expiries.allSatisfy { $0.addedDays > 0 }, "\(row.title)")
                #expect(report.bestCell?.isAllowed ?? true)
            case .refused(let refusal): #expect(refusal.text.hasSuffix("."), "\(row.title)")
            }
        }
        #expect(await engine.roll(RollRequest(position: "x")) == .refused(.unknownPosition("x")))
        #expect(await engine.explain("roll/x#net") == nil)
        await engine.close()
    }

    @Test func withoutASourceItSaysSo() async throws {
        let engine = try await EngineWorlds.opened(isQuoted: false)
        let row = try await engine.shown().row("PLTR", "-2 80P")
        guard case .refused(.market(let text)) = await engine.roll(RollRequest(position: row.id)) else {
            Issue.record("a roll without a market")
            return
        }
        #expect(text.contains("PLTR"))
        await engine.close()
    }
}
