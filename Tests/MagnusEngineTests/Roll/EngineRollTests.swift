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

    /// trader.md section 6: row 6 is breached, row 7 is at 21 days; the alert names what the grid offers, and one that is
    /// acknowledged stays so over a restart.
    @Test func theRollMonitorNamesWhatTheGridOffers() async throws {
        let database = try EngineWorlds.database()
        let clock = TestClock()
        let engine = try await EngineWorlds.opened(clock: clock, database: database)
        await engine.judgeOnce()
        let row = try await engine.shown().row("PLTR", "-2 80P")
        let best = try #require(try Self.report(await engine.roll(RollRequest(position: row.id))).bestCell)
        let alerts = try await engine.shown().alerts
        let breached = try #require(alerts.first { $0.finding.positionIdentifier == row.id })
        #expect(breached.finding.priority == .high && breached.finding.monitor == .roll)
        #expect(breached.finding.title == "PLTR 80P breached", "\(breached.finding.title)")
        #expect(breached.finding.message.hasPrefix("loss 2.0x credit; "), "\(breached.finding.message)")
        let net = breached.finding.evidence.first { $0.name == "net of the best roll" }?.value
        #expect(net == best.net.value)
        let contract = try #require(best.legs.first).contract.text(in: .compact)
        let choice = breached.finding.actions.first { $0.action == "roll" }
        #expect(choice?.parameters["contract"] == contract && choice?.parameters["position"] == row.id)
        let window = try #require(alerts.first { $0.finding.title.contains("roll window") })
        #expect(window.finding.symbol == "SPY" && window.finding.priority == .medium)
        #expect(window.finding.trailing == "21 days")
        #expect(alerts.filter { $0.finding.monitor == .roll }.count == 2, "\(alerts.map(\.finding.title))")
        #expect(await engine.perform(.acknowledge(alert: breached.id)) == .done)
        await engine.close()
        clock.move(seconds: 60)
        let again = try await EngineWorlds.opened(clock: clock, database: database)
        await again.judgeOnce()
        let kept = try #require(try await again.shown().alerts.first { $0.id == breached.id })
        #expect(kept.state == .acknowledged && kept.timesRaised == breached.timesRaised)
        await again.close()
    }

    /// A running engine computes the grid beside its rounds, and the alert names it at the monitor's next turn.
    @Test func aRunningEngineNamesTheRollsToo() async throws {
        let clock = TestClock()
        let engine = try await EngineWorlds.opened(clock: clock)
        for _ in 0..<10 {
            await engine.step()
            await engine.rollTask?.value
            clock.move(seconds: 10)
        }
        let row = try await engine.shown().row("PLTR", "-2 80P")
        let alert = try #require(try await engine.shown().alerts.first { $0.finding.positionIdentifier == row.id })
        #expect(alert.finding.actions.contains { $0.action == "roll" }, "\(alert.finding.actions.map(\.action))")
        await engine.close()
    }

    /// Where the world stands still the alert names them too.
    @Test func aFrozenEngineNamesThem() async throws {
        let clock = TestClock()
        clock.setSpeed(0)
        let engine = try await EngineWorlds.opened(clock: clock)
        await engine.step()
        let row = try await engine.shown().row("PLTR", "-2 80P")
        let alert = try #require(try await engine.shown().alerts.first { $0.finding.positionIdentifier == row.id })
        #expect(alert.finding.actions.contains { $0.action == "roll" }, "\(alert.finding.actions.map(\.action))")
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
