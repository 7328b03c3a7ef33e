import Foundation
import MagnusDesk
import MagnusDomain
import MagnusEngine
import Testing

@testable import magnus

extension EndToEnd {
    /// Paper and real accounts live in worlds of their own; choosing one of the other changes the world behind the screen.
    @Suite struct WorldSwitchTests {
        private func desk(_ home: TemporaryHome) async throws -> (WorldSwitcher, Runtime) {
            let file = try home.write("real.csv", TastytradeText.file([TastytradeText.option()]))
            #expect(try home.run("import", file).code == 0)
            var options = try GlobalOptions.parse([])
            options.home = home.path
            let world = try WorldOptions.parse(["--freeze", "--account", "paper"])
            let runtime = try await Runtime.open(options, world, mode: .screen, loadsEngine: false)
            let factory = runtime.factory
            let desk = WorldSwitcher(
                runtime.engine, make: { try await factory.make(account: $0).engine },
                listAccounts: { factory.accounts() })
            try await desk.start()
            return (desk, runtime)
        }

        private func snapshot(
            _ desk: WorldSwitcher, until isThere: (DeskSnapshot) -> Bool
        ) async throws -> DeskSnapshot {
            for await snapshot in await desk.snapshots() where isThere(snapshot) { return snapshot }
            throw ChildProcess.Failure.tookTooLong(["snapshot"])
        }

        @Test(.timeLimit(.minutes(2))) func nothingMixes() async throws {
            let home = try TemporaryHome()
            let (desk, runtime) = try await desk(home)
            let paper = try await snapshot(desk) { !$0.book.strategies.isEmpty }
            #expect(paper.world.kind == .simulated && paper.selectedAccount == "paper")
            #expect(paper.accounts.contains { $0.name == "tastytrade" }, "every account of the home is offered")

            #expect(await desk.perform(.selectAccount("tastytrade")) == .done)
            let real = try await snapshot(desk) { $0.selectedAccount == "tastytrade" }
            #expect(real.world.kind == .unquoted && real.world.seed == nil)
            #expect(real.book.strategies.map(\.symbol) == ["KO"], "\(real.book.strategies.map(\.title))")
            let leg = try #require(real.book.strategies.first?.legs.first)
            #expect(leg.mark == .unknown(.noSource), "no simulated price touches a real position")
            #expect(real.asOf.newYork.date.year != 2027 || real.asOf != paper.asOf, "real time")
            #expect(real.alerts.allSatisfy { $0.finding.symbol == "KO" || $0.finding.symbol == nil })
            #expect(real.opportunities.candidates.isEmpty && real.opportunities.waitingReason != nil)
            #expect(real.book.accounts.map(\.account.name) == ["tastytrade"])

            #expect(await desk.perform(.selectAccount("nobody")) != .done)
            #expect(await desk.perform(.selectAccount("ira")) == .done)
            let ira = try await snapshot(desk) { $0.selectedAccount == "ira" }
            #expect(
                ira.world.kind == .simulated
                    && !ira.book.strategies.contains { $0.symbol == "KO" && $0.id.hasPrefix("tasty") })

            #expect(await desk.perform(.selectAccount("paper")) == .done)
            let back = try await snapshot(desk) { $0.selectedAccount == "paper" }
            #expect(back.book.strategies.map(\.id) == paper.book.strategies.map(\.id))
            #expect(back.book.openProfit == paper.book.openProfit && back.asOf == paper.asOf, "the world stood still")
            await desk.stop()
            _ = runtime
        }

        /// Chosen on the paper book as after an import, and from a real account.
        @Test(.timeLimit(.minutes(2)), arguments: [true, false]) func allNeverAddsPaperToReal(isFromPaper: Bool)
            async throws
        {
            let home = try TemporaryHome()
            let (desk, runtime) = try await desk(home)
            if !isFromPaper { _ = await desk.perform(.selectAccount("tastytrade")) }
            #expect(await desk.perform(.selectAccount("all")) == .done)
            let all = try await snapshot(desk) { $0.selectedAccount == "all" }
            #expect(all.book.accounts.map(\.account.name) == ["tastytrade"])
            #expect(all.world.kind == .unquoted && all.shownAccounts.map(\.name) == ["tastytrade"])
            await desk.stop()
            _ = runtime
        }
    }
}
