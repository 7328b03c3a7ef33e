import MagnusDesk
import MagnusDomain
import MagnusMonitors
import Testing

@testable import MagnusEngine

/// Scans in the background: begun when due, stopped for good, never forgotten by a refresh.
@Suite struct EngineScanTests {
    let clock = TestClock()

    private func scanned() async throws -> Engine {
        let engine = try await EngineWorlds.opened(clock: clock)
        await engine.step()
        await engine.scanTask?.value
        return engine
    }

    @Test func refreshingKeepsWhatWasFoundAndLooksAnew() async throws {
        let engine = try await scanned()
        let found = await engine.scans
        #expect(!found.isEmpty)
        #expect(await engine.perform(.refresh) == .message("refreshed"))
        #expect(await engine.scans == found)
        clock.move(seconds: 5)
        await engine.step()
        await engine.scanTask?.value
        let again = await engine.scans
        #expect(again.allSatisfy { $0.scannedAt == clock.now() } && again.count == found.count)
    }

    /// The confirmation of a candidate by two scans outlives a refresh between them.
    @Test func refreshingKeepsTheConfirmationOfACandidate() async throws {
        let engine = try await scanned()
        await engine.runMonitors([.opportunities])
        let before = await engine.memory
        _ = await engine.perform(.refresh)
        await engine.runMonitors([.opportunities])
        #expect(await engine.memory == before)
    }

    @Test func aCancelledScanBringsNothingAndDoesNotStartAgainAtOnce() async throws {
        let engine = try await EngineWorlds.opened(clock: clock)
        await engine.step()
        let task = try #require(await engine.scanTask)
        #expect(await engine.perform(.cancelWork(id: "scan")) == .message("cancelled"))
        #expect(task.isCancelled)
        await task.value
        #expect(await engine.scans.isEmpty)
        clock.move(seconds: 1)
        await engine.step()
        #expect(await engine.scanTask == nil)
        #expect(await engine.perform(.cancelWork(id: "scan")).refusal == "nothing is running")
        clock.move(seconds: 60 * (await engine.configuration.scanMinutes))
        await engine.step()
        await engine.scanTask?.value
        #expect(await !engine.scans.isEmpty)
    }

    /// What a stopped scan still brings must not end the one that runs now.
    @Test func aLateResultIsNotTaken() async throws {
        let engine = try await scanned()
        let found = await engine.scans
        var late = found
        late[0].scannedAt = clock.now().adding(seconds: -600)
        _ = await engine.perform(.refresh)
        clock.move(seconds: 5)
        await engine.step()
        let running = try #require(await engine.scanTask)
        let number = await engine.scanNumber
        await engine.finishScan(late.map { FinishedScan(result: $0, watch: nil) }, number: number - 1)
        #expect(await engine.scanTask == running)
        #expect(await engine.scans == found)
        await running.value
        #expect(await engine.scans.allSatisfy { $0.scannedAt == clock.now() })
    }

    /// trader.md section 5: in session only rows that were quoted again are shown as live ones. The scan itself comes every
    /// five minutes, quotes of what it found every ten seconds.
    @Test func candidatesAreQuotedAgainBetweenScans() async throws {
        let engine = try await scanned()
        let first = await engine.scans
        let scannedAt = try #require(first.map(\.scannedAt).max())
        #expect(first.contains { !$0.candidates.isEmpty })
        #expect(await engine.requoteTask == nil)
        clock.move(seconds: 30)
        await engine.step()
        let task = try #require(await engine.requoteTask)
        await task.value
        let second = await engine.scans
        for (before, after) in zip(first, second) where !before.candidates.isEmpty {
            #expect(after.quotedAt == clock.now() && after.scannedAt == scannedAt)
            // Each is either a candidate still or counted and named where it failed.
            let gone = before.candidates.count - after.candidates.count
            #expect(after.rejectedCount == before.rejectedCount + gone)
            #expect(after.candidates.allSatisfy { ($0.quoteAgeSeconds ?? .infinity) <= 60 })
            let shown = after.trusted(at: clock.now(), optionSeconds: 60, underlyingSeconds: 15)
            #expect(shown.candidates.allSatisfy { $0.spotTrust == .fresh })
            let ids = Set(before.candidates.map(\.id))
            #expect(after.candidates.allSatisfy { ids.contains($0.id) })
        }
    }

    /// trader.md section 5: what is not quoted again is not shown as live. A source that fails is asked once in ten seconds
    /// (K1), not with every round, and the rows keep their quotes and say how old those are.
    @Test func aFailingSourceIsAskedAtTheSamePaceAndRowsGrowOld() async throws {
        let market = TamperedMarket()
        let engine = try await EngineWorlds.opened(clock: clock, market: market)
        await engine.step()
        await engine.scanTask?.value
        let found = await engine.scans
        let held = Set(try await engine.shown().book.strategies.flatMap(\.legs).compactMap(\.contract))
        let single = found.flatMap(\.candidates).filter { !$0.strategy.isSpread }
        let watched = Set(single.map(\.contract)).subtracting(held)
        #expect(!watched.isEmpty)
        market.set { faults in
            faults.watched = watched
            faults.failure = .unreachable(reason: "timeout")
        }
        // Seven tens of seconds, in rounds of one.
        for _ in 0..<70 {
            clock.move(seconds: 1)
            await engine.step()
            await engine.requoteTask?.value
        }
        let asked = market.watchedAskedAt
        #expect(asked.count == 6 || asked.count == 7, "\(asked.count) questions in 70 seconds")
        for (earlier, later) in zip(asked, asked.dropFirst()) {
            #expect(later.seconds(since: earlier) >= Engine.requoteSeconds)
        }
        #expect(await engine.scans == found, "what was found stays, with the time of its quotes")
        let shown = await engine.trustedScans(now: clock.now()).flatMap(\.candidates)
        #expect(shown.count == found.flatMap(\.candidates).count)
        // Past the minute after which an option's quote is old, and the quarter of one for its shares.
        #expect(shown.allSatisfy { $0.quoteTrust == .stale && $0.spotTrust == .stale })
        #expect(shown.allSatisfy { $0.fill.trust == .stale || $0.fill.value == nil })

        market.set { $0.failure = nil }
        clock.move(seconds: Engine.requoteSeconds)
        await engine.step()
        await engine.requoteTask?.value
        #expect(market.watchedAskedAt.count == asked.count + 1)
        let again = await engine.scans
        for (before, after) in zip(found, again) where before.candidates.contains(where: { !$0.strategy.isSpread }) {
            #expect(after.quotedAt == clock.now())
        }
    }

    /// trader.md section 6: Monday 11:05 ET the feed stalls for 70 s. Forty seconds later the spots are past their 15 s, the
    /// options within their 60: a scan asked for then says so as the pane does.
    @Test func aScanOfAStalledFeedMarksWhatIsOld() async throws {
        let engine = try await EngineWorlds.opened(clock: clock)
        clock.move(seconds: 23 * 60 + 40)
        await engine.step()
        let asked = await engine.scan([.cashSecuredPut])
        let candidates = asked.flatMap(\.candidates)
        #expect(!candidates.isEmpty && !asked.flatMap(\.nearestMisses).isEmpty)
        for candidate in candidates + asked.flatMap(\.nearestMisses) {
            #expect(candidate.spotTrust == .stale, "\(candidate.id)")
            #expect(candidate.scoreFigure.trust == .stale)
        }
        #expect(candidates.allSatisfy { $0.quoteTrust == .fresh && $0.outOfTheMoney.trust == .stale })
    }

    /// Candidates are judged by the cash of the account that is shown.
    @Test func anotherAccountIsScannedAnew() async throws {
        let engine = try await scanned()
        let room = await engine.scans.first?.room
        #expect(await engine.perform(.selectAccount("ira")) == .done)
        clock.move(seconds: 5)
        await engine.step()
        await engine.scanTask?.value
        #expect(await engine.scans.first?.room != room)
    }

    @Test func stepsToTakeBackAreBounded() async throws {
        let engine = try await EngineWorlds.opened(clock: clock)
        for number in 0..<(AlertPolicy.undoLimit + 20) {
            let command =
                number % 2 == 0
                ? DeskCommand.mute(monitor: .assignment, symbol: "KO") : .unmute(monitor: .assignment, symbol: "KO")
            #expect(await engine.perform(command) == .done)
        }
        #expect(await engine.undoSteps.count == AlertPolicy.undoLimit)
        #expect(await engine.policy.undoDepth == AlertPolicy.undoLimit)
        for _ in 0..<AlertPolicy.undoLimit { #expect(await engine.perform(.undo) == .message("taken back")) }
        #expect(await engine.perform(.undo).refusal == "nothing to take back")
    }
}
