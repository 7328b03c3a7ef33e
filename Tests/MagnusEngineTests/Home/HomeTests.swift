import Foundation
import MagnusDomain
import MagnusStore
import Testing

@testable import MagnusEngine

@Suite struct HomeTests {
    private func folder() throws -> String {
        let path = NSTemporaryDirectory() + "magnus-home-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    @Test func aSecondHolderIsRefusedByName() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/lock"
        do {
            let first = try HomeLock(path: path, processIdentifier: 4711, process: "magnus")
            let refusal = #expect(throws: HomeError.self) {
                _ = try HomeLock(path: path, processIdentifier: 4712, process: "import")
            }
            #expect(refusal == .locked(path: path, processIdentifier: 4711, process: "magnus"))
            #expect(refusal?.description.contains("in use by magnus (process 4711)") == true)
            _ = consume first
        }
        let second = try HomeLock(path: path, processIdentifier: 4712, process: "import")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "4712 import\n")
        _ = consume second
    }

    @Test(arguments: ["", "\n", "not a number at all\n", "999999999999999999999 x", "\u{1B}[2J evil"])
    func anUnreadableHolderIsStillAHolder(content: String) throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/lock"
        let first = try HomeLock(path: path, processIdentifier: 1, process: "x")
        try Data(content.utf8).write(to: URL(fileURLWithPath: path), options: [])
        #expect(throws: HomeError.self) { _ = try HomeLock(path: path, processIdentifier: 2, process: "y") }
        _ = consume first
    }

    @Test func aFolderThatCannotBeMadeIsNamed() {
        let layout = HomeLayout(home: "/proc/no-such-place", environment: [:])
        let refusal = #expect(throws: HomeError.self) { try layout.create() }
        #expect(refusal?.description.contains("/proc/no-such-place") == true)
        #expect(throws: HomeError.self) {
            _ = try HomeLock(path: "/proc/no-such-place/lock", processIdentifier: 1, process: "x")
        }
    }

    @Test func foldersFollowHomeThenTheBaseDirectories() throws {
        let own = HomeLayout(home: "/a/b/", environment: ["HOME": "/home/u"])
        #expect(own.database == "/a/b/data/magnus.db" && own.lock == "/a/b/state/lock")
        #expect(HomeLayout(home: "~/m", environment: ["HOME": "/home/u"]).cache == "/home/u/m/cache")
        let base = HomeLayout(
            home: nil, environment: ["HOME": "/home/u", "XDG_DATA_HOME": "/data", "XDG_STATE_HOME": "x"])
        #expect(base.data == "/data/magnus" && base.state == "/home/u/.local/state/magnus")
        #expect(
            HomeLayout(home: "", environment: ["HOME": "/home/u"])
                == HomeLayout(home: nil, environment: ["HOME": "/home/u"]))
        let folder = try folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let made = HomeLayout(home: folder + "/h", environment: [:])
        try made.create()
        try made.create()
        let mode = try FileManager.default.attributesOfItem(atPath: made.data)[.posixPermissions] as? Int
        #expect(mode == 0o700)
    }

    @Test func theWorldGoesOnUnlessAnotherIsAskedFor() throws {
        let start = WorldRecord.standard.start
        let fresh = WorldRecord.resolve(stored: nil, seed: nil, start: nil)
        #expect(fresh.record == .standard && fresh.isNew)
        let kept = WorldRecord(seed: 5, start: start, now: start.adding(seconds: 999))
        #expect(WorldRecord.resolve(stored: kept, seed: nil, start: nil).record == kept)
        #expect(WorldRecord.resolve(stored: kept, seed: 5, start: start).record == kept)
        #expect(!WorldRecord.resolve(stored: kept, seed: 5, start: start).isNew)
        let other = WorldRecord.resolve(stored: kept, seed: 6, start: nil)
        #expect(other.isNew && other.record == WorldRecord(seed: 6, start: start, now: start))
        let later = start.adding(seconds: 86_400)
        let moved = WorldRecord.resolve(stored: kept, seed: nil, start: later)
        #expect(moved.isNew && moved.record == WorldRecord(seed: 5, start: later, now: later))
    }

    /// A command that saw no world yet, and only then gets the lock, must not put the standard one over what an engine
    /// began meanwhile; nor may another engine on the same start.
    @Test func aWorldBegunMeanwhileStays() throws {
        let database = try EngineWorlds.database()
        let values = KeyValueRepository(database)
        let seen = WorldRecord.resolve(stored: try WorldRecord.load(values), seed: nil, start: nil)
        #expect(seen.isNew)
        let start = try march(19, 16, 30)
        let begun = try WorldRecord.open(in: database, seed: nil, start: start)
        #expect(begun == WorldRecord(seed: 1, start: start, now: start))
        #expect(try WorldRecord.load(values) == begun, "stored at once, not when the engine ends")
        var advanced = begun
        advanced.now = start.adding(seconds: 6)
        try advanced.save(values)
        #expect(try WorldRecord.open(in: database, seed: nil, start: nil) == advanced)
        #expect(try WorldRecord.open(in: database, seed: 1, start: start) == advanced)
        #expect(try WorldRecord.load(values) == advanced)
    }

    @Test func theWorldIsStoredAndDamageCountsAsAbsent() throws {
        let values = KeyValueRepository(try EngineWorlds.database())
        #expect(try WorldRecord.load(values) == nil)
        let record = WorldRecord(seed: .max, start: WorldRecord.standard.start, now: try march(19, 14, 30))
        try record.save(values)
        #expect(try WorldRecord.load(values) == record)
        try values.set(["world.now": "yesterday"], now: record.now)
        #expect(try WorldRecord.load(values) == nil)
    }
}
