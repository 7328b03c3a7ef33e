import MagnusDesk
import MagnusDomain
import Testing

@testable import MagnusEngine

/// Wheels and settlements of the seeded paper account (trader.md section 6).
@Suite struct PaperLifecycleTests {
    private func report(at moment: Instant? = nil) async throws -> LifecycleReport {
        let clock = TestClock()
        if let moment { clock.move(to: moment) }
        let engine = try await EngineWorlds.opened(clock: clock)
        let report = try #require(await engine.lifecycle())
        await engine.close()
        return report
    }

    private func wheel(_ symbol: String, in report: LifecycleReport) throws -> LifecycleReport.Wheel {
        try #require(report.wheels.first { $0.campaign.symbol == symbol && $0.campaign.stage != .ended })
    }

    /// Rows 3, 10 and 11: strike or price paid, less the assigned put, less all premiums that ended.
    @Test func threeBasesOfTheRowsWithShares() async throws {
        let report = try await report()
        func bases(_ symbol: String) throws -> [Double?] {
            let wheel = try wheel(symbol, in: report)
            return [wheel.brokerBasis, wheel.taxBasis, wheel.wheelBasis, wheel.wheelBasisIfCallsExpire]
                .map { figure in figure.value.map { ($0 * 10_000).rounded() / 10_000 } }
        }
        #expect(try bases("INTC") == [42.00, 40.45, 39.40, 38.52])
        #expect(try bases("DIS") == [115.00, 112.65, 110.90, 110.90])
        // Bought with its calls in one order: what they brought is open and in no basis yet.
        #expect(try bases("MO") == [57.50, 57.50, 57.50, 55.88])
        #expect(try wheel("MO", in: report).campaign.openPremium == Money(dollars: 324))
        #expect(try wheel("INTC", in: report).campaign.openPremium == Money(dollars: 88))
        #expect(try wheel("DIS", in: report).campaign.openPremium == .zero)
        let puts = try wheel("KO", in: report)
        #expect(puts.brokerBasis.reason == .notApplicable && puts.campaign.openPremium == Money(dollars: 184))
    }

    /// Nothing was held into an expiry between 12 February and the opening: what else ended was bought back before.
    @Test func theLastExpiryIsTheLastOneSomethingWasHeldInto() async throws {
        let opening = try #require(try await report().settlement)
        #expect(opening.expiry == (try day("2027-02-12")))
        #expect(opening.earlier.prefix(2) == [try day("2027-02-05"), try day("2027-01-15")])
        #expect(opening.next == .init(day: try day("2027-03-15"), symbols: ["XSP"]))
        let monday = try #require(try await report(at: march(15, 17, 0)).settlement)
        #expect(monday.expiry == (try day("2027-03-15")))
        #expect(monday.lines.map(\.contract.strike).sorted() == [592, 597])
        #expect(monday.lines.allSatisfy { $0.differences == [.unreported] })
        let thursday = try #require(try await report(at: march(18, 7, 1)).settlement)
        #expect(
            thursday.expiry == (try day("2027-03-17")) && thursday.lines.first?.reported == [.assigned: Quantity(1)])
        #expect(thursday.earlier.first == (try day("2027-03-15")))
        let saturday = try #require(try await report(at: march(20, 9, 0)).settlement)
        #expect(saturday.expiry == (try day("2027-03-19")))
        let line = try #require(saturday.lines.first)
        #expect(line.contract.underlying == "KO" && line.differences == [.partly] && line.shares == Quantity(100))
        #expect(line.reported == [.assigned: Quantity(1), .expired: Quantity(1)])
        let lot = try #require(saturday.newLots.first)
        // Two puts at 0.92: the assigned one's premium lowers tax and wheel basis of its hundred shares.
        #expect([lot.brokerBasis.value, lot.taxBasis.value, lot.wheelBasis.value] == [75, 74.08, 74.08])
        #expect(saturday.next == .init(day: try day("2027-03-25"), symbols: ["BAC", "MU"]))
    }

    /// Of each opening the delta that its own price implies at the spot of that moment, an estimate; the bands hold every
    /// lot once.
    @Test func deltaAtTheEntryIsEstimatedFromThePricePaid() async throws {
        let report = try await report()
        let deltas = report.journal.filter { $0.daysToExpiryAtEntry.value != nil }.map(\.deltaAtEntry)
        let known = deltas.compactMap(\.value)
        #expect(known.count > deltas.count * 9 / 10)
        #expect(
            known.allSatisfy { $0 > 0 && $0 < 1 } && deltas.allSatisfy { $0.value == nil || $0.trust == .estimated })
        let put = try #require(report.journal.first { $0.symbol == "MU" && $0.state == .open })
        #expect((0.15...0.4).contains(try #require(put.deltaAtEntry.value)))
        let bands = try #require(report.performance.realized[.deltaAtEntry])
        #expect(bands.count > 2)
        #expect(bands.reduce(Money.zero) { $0 + $1.profit } == report.performance.realizedTotal)
        let shares = try #require(report.journal.first { $0.symbol == "SGOV" })
        #expect(shares.deltaAtEntry == .unknown(.notApplicable))
    }

    /// What the owner says of a pair is taken at once, taken back by undo, and there after a restart.
    @Test func aDecisionOnARollIsKeptAndTakenBack() async throws {
        let database = try EngineWorlds.database()
        let clock = TestClock()
        let engine = try await EngineWorlds.opened(clock: clock, database: database)
        let before = try #require(await engine.lifecycle())
        let roll = try #require(before.rolls.first)
        #expect(await engine.perform(.decideRoll(id: roll.id, .rejected)) == .done)
        let decided = try #require(await engine.lifecycle())
        #expect(decided.rejectedRolls.map(\.id) == [roll.id] && !decided.rolls.contains { $0.id == roll.id })
        #expect(decided.journal.allSatisfy { !$0.rolls.contains(roll.id) })
        #expect(decided.performance.realizedTotal == before.performance.realizedTotal)
        #expect(await engine.perform(.undo) == .message("taken back"))
        #expect(await engine.lifecycle()?.rolls.map(\.id) == before.rolls.map(\.id))
        guard case .refused = await engine.perform(.decideRoll(id: "no>pair", .confirmed)) else {
            Issue.record("a pair that does not exist was decided")
            return
        }
        #expect(await engine.perform(.decideRoll(id: roll.id, .rejected)) == .done)
        await engine.close()
        let again = try await EngineWorlds.opened(clock: clock, database: database)
        #expect(await again.lifecycle()?.rejectedRolls.map(\.id) == [roll.id])
        #expect(await again.perform(.decideRoll(id: roll.id, nil)) == .done)
        #expect(await again.lifecycle()?.rolls.map(\.id) == before.rolls.map(\.id))
        await again.close()
    }

    /// The IRA's own lots are on no form; its purchase of INTC makes the loss of the taxable account final.
    @Test func taxOfTheAccounts() async throws {
        let report = try await report()
        let year = try #require(report.taxYear(2027))
        let washed = try #require(year.washSales.first { $0.instrument.underlying == "INTC" })
        #expect(washed.account == "paper" && washed.isAcrossAccounts)
        #expect(year.totals.map(\.account) == ["paper"])
        #expect(year.lines.allSatisfy { $0.account == "paper" })
        // Calls against INTC and DIS of 30 days or less stop the holding period of shares that came in January.
        let calls = year.coveredCalls.filter { ["INTC", "DIS", "MO"].contains($0.contract.underlying) }
        #expect(!calls.isEmpty)
        for call in calls {
            #expect((call.status == .termTooShort) == (call.daysToExpiry <= 30), "\(call)")
            #expect(call.status != .termTooShort || call.effect == .startsOver)
        }
    }

    private func day(_ text: String) throws -> CalendarDate { try CalendarDate(iso8601: text) }
}
