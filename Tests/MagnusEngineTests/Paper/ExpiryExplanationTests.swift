import MagnusDesk
import MagnusDomain
import Testing

@testable import MagnusEngine

/// What `x` on the expiry board asks, `magnus explain` answers too.
@Suite struct EngineExpiryExplanationTests {
    @Test func everyFigureOfTheBoardIsExplained() async throws {
        let engine = try await EngineWorlds.opened()
        let board = try #require(await engine.expiry(ExpiryRequest()))
        #expect(board.rows.count == 3)
        for row in board.rows {
            for key in [
                "distance", "distance_sigmas", "probability_in_the_money", "if_in_the_money/cash",
                "if_in_the_money/shares", "cost_to_close", "buy_back",
            ] {
                let found = try #require(await engine.explain("\(row.id)#\(key)"), "\(row.id)#\(key)")
                #expect(found.id == "\(row.id)#\(key)" && !found.inputs.isEmpty)
            }
            #expect(await engine.explain("\(row.strategy)#profit_captured") != nil, "the position's own figures")
        }
        await engine.close()
    }
}
