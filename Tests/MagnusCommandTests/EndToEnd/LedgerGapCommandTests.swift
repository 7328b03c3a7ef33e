import Foundation
import Testing

extension EndToEnd {
    /// What an import could not book, where a person looks for the account's figures.
    @Suite struct LedgerGapCommandTests {
        private static func file(_ action: String) -> String {
            """
            "Date","Action","Symbol","Description","Quantity","Price","Fees & Comm","Amount"
            "02/25/2025","\(action)","","SOMETHING NEW","","","","$500.00"
            "02/03/2025","Buy","912796XY1","US TREASURY BILL","10,000","$97","","-$9700.00"
            "01/05/2025","Wire Received","","DEPOSIT","","","","$20000.00"

            """
        }

        private func account(_ home: TemporaryHome) throws -> [String: Any] {
            let document = try home.run("balances", "--account", "mine", "--json").document
            return try #require((document?["accounts"] as? [[String: Any]])?.first)
        }

        @Test func theCashIsNullWithItsReasonUntilTheRowIsRead() throws {
            let home = try TemporaryHome()
            let bad = try home.write("bad.csv", Self.file("Unknown Thing"))
            #expect(try home.run("import", bad, "--account", "mine").code == 0)
            let before = try account(home)
            #expect(before["cash"] is NSNull && before["net_liquidation"] is NSNull)
            #expect((before["reasons"] as? [String: String])?["cash"] == "incomplete")
            #expect(before["unread_rows"] as? Int == 1 && before["other_assets"] as? [String] == ["912796XY1"])
            let shown = try home.run("balances", "--account", "mine").text
            #expect(shown.contains("mine: 1 row of its files could not be booked"), "\(shown)")
            #expect(shown.contains("net liquidation lacks what is no position here: 912796XY1"), "\(shown)")
            let doctor = try home.run("doctor").text
            #expect(doctor.contains("1 row not booked") && doctor.contains("unknown action"), "\(doctor)")
            let explained = try home.run("explain", "account/mine#cash").text
            #expect(explained.contains("could not be booked"), "\(explained)")

            let good = try home.write("good.csv", Self.file("Wire Received"))
            #expect(try home.run("import", good, "--account", "mine").code == 0)
            let after = try account(home)
            #expect(after["cash"] as? Double == 10_800 && after["unread_rows"] as? Int == 0)
            #expect(after["net_liquidation"] as? Double == 10_800 && after["unknown_count"] as? Int == 1)
            #expect(!(try home.run("doctor").text.contains("not booked")))
        }
    }
}
