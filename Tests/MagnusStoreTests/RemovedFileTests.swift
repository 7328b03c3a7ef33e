import Glibc
import MagnusDomain
import Testing

@testable import MagnusStore

/// A database whose file is taken away while it is open takes no more writes: nobody would ever find them.
@Suite struct RemovedFileTests {
    @Test func nothingIsSaidToBeStoredInAFileThatIsGone() throws {
        let folder = try TemporaryFolder()
        let database = try folder.open()
        let values = KeyValueRepository(database)
        let now = Instant(secondsSinceEpoch: 1_800_000_000)
        try values.set(["a": "1"], now: now)
        let other = database.path + ".aside"
        #expect(rename(database.path, other) == 0)
        let error = #expect(throws: StoreError.self) { try values.set(["a": "2"], now: now) }
        #expect(error?.description.contains("removed or replaced") == true, "\(String(describing: error))")
        #expect(rename(other, database.path) == 0)
        try values.set(["a": "3"], now: now)
        #expect(try values.value("a") == "3", "its own file back under its name is taken again")
    }
}
