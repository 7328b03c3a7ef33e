import MagnusDomain
import Testing

@testable import MagnusStore

/// Several writes that are one.
@Suite struct TogetherTests {
    private struct Stop: Error {}

    @Test func allOrNothing() throws {
        let database = try MagnusDatabase(inMemoryNamed: "together")
        let values = KeyValueRepository(database)
        let now = Instant(secondsSinceEpoch: 1_800_000_000)
        try database.together {
            try values.set(["a": "1"], now: now)
            try values.set(["b": "2"], now: now)
        }
        #expect(try values.value("a") == "1" && values.value("b") == "2")
        #expect(throws: StoreError.self) {
            try database.together {
                try values.set(["a": "3"], now: now)
                throw Stop()
            }
        }
        #expect(try values.value("a") == "1", "what came before the failure is taken back")
        try values.set(["c": "4"], now: now)
        #expect(try values.value("c") == "4", "and the database works on")
    }

    @Test func aPartThatFailsAndIsCaughtTakesBackItselfAlone() throws {
        let database = try MagnusDatabase(inMemoryNamed: "parts")
        let values = KeyValueRepository(database)
        let now = Instant(secondsSinceEpoch: 1_800_000_000)
        try database.together {
            try values.set(["a": "1"], now: now)
            #expect(throws: StoreError.self) {
                try database.together {
                    try values.set(["a": "2"], now: now)
                    throw Stop()
                }
            }
            try values.set(["b": "3"], now: now)
        }
        #expect(try values.value("a") == "1" && values.value("b") == "3")
    }
}
