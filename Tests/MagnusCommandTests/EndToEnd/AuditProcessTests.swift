import Foundation
import Testing

extension EndToEnd {
    /// The audit log through the program: what an import, a removal and a restore leave there, and a log without its end.
    @Suite struct AuditProcessTests {
        private func actions(_ home: TemporaryHome) throws -> [String] {
            let entries = try home.run("audit", "export", "--json").document?["entries"] as? [[String: Any]]
            return try #require(entries).compactMap { $0["action"] as? String }
        }

        @Test func changesAreLoggedAndVerified() throws {
            let home = try TemporaryHome()
            let file = try home.write("a.csv", TastytradeText.file([TastytradeText.option()]))
            #expect(try home.run("import", file).code == 0)
            #expect(try home.run("import", file).code == 0)
            #expect(try actions(home) == ["ledger.imported"], "the second import changed nothing")
            #expect(try home.run("accounts", "remove", "tastytrade").code == 0)
            let copy = home.path + "/copy.db"
            #expect(try home.run("db", "backup", copy).code == 0)
            #expect(try home.run("import", file).code == 0)
            #expect(try home.run("db", "restore", copy).code == 0)
            #expect(try actions(home) == ["ledger.imported", "account.removed", "database.restored"])
            let sound = try home.run("audit", "verify", "--json")
            #expect(
                sound.code == 0 && sound.document?["ok"] as? Bool == true && sound.document?["entries"] as? Int == 3)

            let table = try home.run("audit", "export").text.split(separator: "\r\n", omittingEmptySubsequences: true)
            #expect(table.count == 4 && table.first?.hasPrefix("sequence,time,user,action,data") == true, "\(table)")
            let head = try #require(
                FileManager.default.enumerator(atPath: home.path)?.compactMap { $0 as? String }
                    .first { $0.hasSuffix(".audit-head") })
            try FileManager.default.removeItem(atPath: "\(home.path)/\(head)")
            let headless = try home.run("audit", "verify", "--json")
            #expect(headless.code == 1 && headless.document?["ok"] as? Bool == false)
            #expect(try home.run("audit").code == 1)
        }
    }
}
