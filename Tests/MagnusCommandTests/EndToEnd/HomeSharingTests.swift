import Foundation
import Glibc
import Testing

extension EndToEnd {
    /// Several processes on one home.
    @Suite struct HomeSharingTests {
        /// Reading commands hold no lock: they work at once in a home that none of them has made before.
        @Test(arguments: [
            ["positions", "--json"], ["alerts", "--json"], ["scan", "csp", "--symbols", "KO", "--freeze", "--json"],
        ])
        func readersWorkSideBySide(_ command: [String]) async throws {
            let home = try TemporaryHome()
            let results = try await withThrowingTaskGroup(of: (Int32, String, String).self) { group in
                for _ in 0..<4 {
                    let path = home.path
                    group.addTask {
                        let result = try TemporaryHome.run(in: path, command)
                        return (result.code, result.text, result.errors)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.allSatisfy { $0.0 == 0 && $0.2.isEmpty }, "\(results.map(\.2))")
            #expect(Set(results.map(\.1)).count == 1, "and see the same")
            #expect(try home.run("db", "check").code == 0)
        }

        /// A home that takes no writes does not hide the alerts, nor an answer: both come, with a word on what is not kept.
        @Test(arguments: [["alerts"], ["ask", "what is my theta?"]])
        func whatCannotBeStoredIsStillAnswered(_ command: [String]) throws {
            let home = try TemporaryHome()
            _ = try home.run("positions")
            let lock = home.path + "/state/lock"
            try? FileManager.default.removeItem(atPath: lock)
            // Nobody can write a lock where a folder lies: as on a disk that is full or takes no writes.
            try FileManager.default.createDirectory(atPath: lock, withIntermediateDirectories: false)
            let result = try home.run(arguments: command + ["--json"])
            #expect(result.code == 0 && result.errorCode == nil && !result.text.isEmpty)
            #expect(result.errors.contains("not stored") && result.errors.contains("lock"), "\(result.errors)")
            let alert = try home.run("alerts", "ack", "anything")
            #expect(alert.code != 0, "a change that cannot be stored is refused")
        }

        @Test func aReaderDoesNotKeepTheScreenFromStarting() throws {
            let home = try TemporaryHome()
            _ = try home.run("positions")
            let lock = open(home.path + "/state/lock", O_RDWR | O_CLOEXEC)
            #expect(lock >= 0 && flock(lock, LOCK_EX | LOCK_NB) == 0, "a finished reader holds nothing")
            // While somebody else holds the lock for a moment under the name of a passing command, the screen waits.
            let name = Array("1 magnus-command\n".utf8)
            #expect(ftruncate(lock, 0) == 0 && pwrite(lock, name, name.count, 0) == name.count)
            let screen = try ScreenRun(home)
            #expect(!screen.wait(for: "PLTR", within: .milliseconds(400)))
            let reader = try home.run("positions")
            #expect(reader.code == 0, "a reader needs no lock: \(reader.errors)")
            close(lock)
            #expect(screen.wait(for: "PLTR"))
            #expect(try home.run("positions").code == 0)
            screen.send("q")
            #expect(screen.waitForEnd() == 0)
        }

        @Test func settingsAndAccountsBelongToTheRunningEngine() throws {
            let home = try TemporaryHome()
            let screen = try ScreenRun(home)
            try #require(screen.wait(for: "CRIT"))
            for command in [["config", "set", "screen.theme", "nord"], ["accounts", "use", "ira"]] {
                let refused = try home.run(arguments: command + ["--json"])
                #expect(refused.code == 1 && refused.errorCode == "home_locked", "\(command): \(refused.text)")
                #expect(refused.text.contains("process \(screen.process)"))
                let hint = (refused.document?["error"] as? [String: Any])?["hint"] as? String
                #expect(hint?.contains("--home") == true, "\(refused.text)")
            }
            screen.send("q")
            #expect(screen.waitForEnd() == 0)
        }

        /// What a reading command found can be acknowledged by the id it printed.
        @Test func listedAlertsCanBeAcknowledged() throws {
            let home = try TemporaryHome()
            let rows = try #require(try home.run("alerts", "--json").document?["alerts"] as? [[String: Any]])
            #expect(rows.contains { $0["symbol"] as? String == "MO" && $0["priority"] as? String == "CRITICAL" })
            let id = try #require(rows.first?["id"] as? String)
            let acknowledged = try home.run("alerts", "ack", id, "--json")
            #expect(acknowledged.code == 0, "\(acknowledged.text)")
            let after = try #require(try home.run("alerts", "--json").document?["alerts"] as? [[String: Any]])
            #expect(after.first { $0["id"] as? String == id }?["state"] as? String == "acknowledged")
            let future = try home.run("alerts", "--as-of", "2027-03-25", "--json")
            #expect(future.code == 0)
            let kept = try #require(try home.run("alerts", "--json").document?["alerts"] as? [[String: Any]])
            #expect(
                kept.compactMap { $0["id"] as? String } == after.compactMap { $0["id"] as? String },
                "a look ahead stores nothing")
        }

        /// Nor does one that may write: the alerts and the clock of the home stay where they were.
        @Test func aLookAtAnotherDayLeavesNothing() throws {
            let home = try TemporaryHome()
            func alerts() throws -> [String] {
                let rows = try #require(try home.run("alerts", "--json").document?["alerts"] as? [[String: Any]])
                return rows.compactMap { $0["id"] as? String }
            }
            let before = try alerts()
            let moment = try #require(try home.run("positions", "--json").document?["as_of"] as? String)
            let look = try home.run("monitor", "run", "all", "--as-of", "2027-03-25", "--json")
            #expect(look.code == 0, "\(look.text)")
            #expect(look.document?["as_of"] as? String != moment)
            #expect(try alerts() == before)
            #expect(try home.run("positions", "--json").document?["as_of"] as? String == moment)
        }

        /// A fresh home is not calm before anybody looked.
        @Test func aFreshHomeIsNotCalm() throws {
            let answer = try TemporaryHome().run("ask", "why did MO alert?")
            #expect(
                answer.code == 0 && answer.text.contains("CRITICAL") && answer.text.contains("MO"), "\(answer.text)")
            #expect(try !TemporaryHome().run("alerts").text.contains("Quiet"))
        }

        /// A question without a name leans on nothing; the id that its answer states can be gone on with.
        @Test func theConversationOfSingleQuestionsCanBeGoneOnWith() throws {
            let home = try TemporaryHome()
            let first = try home.run("ask", "how much have I lost on PLTR?", "--json").document
            let conversation = try #require(first?["conversation_id"] as? String)
            #expect(try !home.run("ask", "when does it expire?").text.contains("PLTR -2 80P"))
            #expect(try home.run("ask", "how much have I lost on PLTR?").code == 0)
            let next = try home.run("ask", "when does it expire?", "--session", conversation)
            #expect(next.text.contains("PLTR -2 80P") && !next.text.contains("XSP"), "\(next.text)")
        }

        /// Questions of one conversation are kept, although asking holds no lock.
        @Test func questionsAreKept() throws {
            let home = try TemporaryHome()
            #expect(try home.run("ask", "what is my theta?", "--session", "s1").code == 0)
            let screen = try ScreenRun(home)
            try #require(screen.wait(for: "CRIT"))
            #expect(try home.run("ask", "what is my delta?", "--session", "s1").code == 0, "also beside the screen")
            screen.send("q")
            #expect(screen.waitForEnd() == 0)
        }
    }
}
