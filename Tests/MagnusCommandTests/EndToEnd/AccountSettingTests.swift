import Foundation
import Testing

extension EndToEnd {
    /// The account a home shows first, when it is there and when it is not.
    @Suite struct AccountSettingTests {
        private func imported(_ home: TemporaryHome) throws {
            let file = try home.write("real.csv", TastytradeText.file([TastytradeText.option()]))
            #expect(try home.run("import", file, "--account", "broker").code == 0)
        }

        @Test func removingTheConfiguredAccountClearsTheSetting() throws {
            let home = try TemporaryHome()
            try imported(home)
            #expect(try home.run("accounts", "use", "broker").code == 0)
            #expect(try home.run("positions", "--json").document?["account"] as? String == "broker")
            let removed = try home.run("accounts", "remove", "broker")
            #expect(removed.code == 0 && removed.text.contains("the setting account"), "\(removed.text)")
            let shown = try home.run("positions", "--json")
            #expect(shown.code == 0 && shown.errors.isEmpty && shown.document?["account"] as? String == "paper")
            let settings = try #require(
                home.run("config", "show", "account", "--json").document?["settings"] as? [[String: Any]])
            #expect(settings.first?["value"] as? String == "")
        }

        /// The listed account is there, and why it stays is said: in a new home too, where nothing of it is stored.
        @Test func thePracticeAccountCannotBeRemoved() throws {
            let home = try TemporaryHome()
            for name in ["paper", "ira"] {
                let removed = try home.run("accounts", "remove", name)
                #expect(removed.code == 5 && removed.errors.contains("practice account"), "\(removed.errors)")
            }
            #expect(try home.run("accounts", "remove", "nobody").code == 3)
        }

        /// An account without a lot in the year has no list of accounts to choose from.
        @Test func aTotalOfAnAccountThatIsNotShownNamesTheWay() throws {
            let home = try TemporaryHome()
            try imported(home)
            let tax = try home.run("tax", "--reported", "main=500")
            #expect(tax.code == 3 && !tax.errors.contains("there are "), "\(tax.errors)")
            #expect(tax.errors.contains("--account all shows others"), "\(tax.errors)")
        }

        @Test func aFilterWithoutAHitIsNotAnEmptyBook() throws {
            let home = try TemporaryHome()
            try imported(home)
            for arguments in [["--tag", "x"], ["--symbol", "ZZZ"], ["--state", "closed"]] {
                let journal = try home.run(arguments: ["journal"] + arguments)
                let filter = arguments.joined(separator: " ")
                #expect(
                    journal.code == 0 && journal.text.contains("No trade matches \(filter): the journal has 1 entry."),
                    "\(journal.text)")
            }
        }

        @Test func removingAnotherAccountLeavesTheSetting() throws {
            let home = try TemporaryHome()
            try imported(home)
            #expect(try home.run("accounts", "use", "ira").code == 0)
            let removed = try home.run("accounts", "remove", "broker", "--json")
            #expect(removed.document?["setting_cleared"] as? Bool == false)
            #expect(try home.run("positions", "--json").document?["account"] as? String == "ira")
        }

        @Test func listedSymbolsThatNobodyQuotesAreNamedByDoctor() throws {
            let home = try TemporaryHome()
            _ = try home.write("config/config.toml", "[lists]\nown = [\"KO\", \"NOPE\"]\n")
            let doctor = try home.run("doctor", "--json")
            let checks = try #require(doctor.document?["checks"] as? [[String: Any]])
            let lists = try #require(checks.first { $0["name"] as? String == "lists" })
            #expect(doctor.code == 0 && lists["status"] as? String == "warning")
            let detail = lists["detail"] as? String ?? ""
            #expect(detail.contains("NOPE") && !detail.contains("KO"), "\(detail)")
        }

        @Test func anUnknownConfiguredAccountStopsNothingAndIsSaid() throws {
            let home = try TemporaryHome()
            _ = try home.write("config/config.toml", "account = \"gone\" # mine\n")
            for command in [
                ["positions"], ["accounts"], ["greeks"], ["alerts"], ["ask", "what is my theta?"], ["monitor", "list"],
                ["quote", "KO"], ["--plain"],
            ] {
                let result = try home.run(arguments: command)
                #expect(result.code == 0 && !result.text.isEmpty, "\(command): \(result.errors)")
                #expect(
                    result.errors.contains("there is no account gone, paper is shown")
                        && result.errors.contains("magnus accounts use NAME"), "\(command): \(result.errors)")
            }
            #expect(try home.run("positions", "--json").document?["account"] as? String == "paper")
            #expect(try home.run("positions", "--account", "gone").code == 3)
            for command in [["config", "show"], ["config", "path"], ["doctor"], ["db", "check"]] {
                #expect(try home.run(arguments: command).code == 0, "\(command)")
            }
            let checks = try #require(home.run("doctor", "--json").document?["checks"] as? [[String: Any]])
            let account = try #require(checks.first { $0["name"] as? String == "account" })
            #expect(account["status"] as? String == "warning")
            try imported(home)
            let real = try home.run("positions", "--json")
            #expect(real.document?["account"] as? String == "broker" && real.errors.contains("broker is shown"))
            #expect(try home.run("accounts", "use", "broker").code == 0)
            #expect(try home.run("positions", "--json").errors.isEmpty)
            let text = try String(contentsOfFile: home.path + "/config/config.toml", encoding: .utf8)
            #expect(text.contains("# mine"))
        }
    }

    /// Nobody but the owner reads what a home holds.
    @Suite struct HomePrivacyTests {
        @Test func everythingInAHomeIsTheOwnersAlone() throws {
            let home = try TemporaryHome()
            let file = try home.write("real.csv", TastytradeText.file([TastytradeText.option()]))
            // Folders that an earlier version or a hand made.
            for folder in ["config", "data", "state"] {
                try FileManager.default.createDirectory(
                    atPath: home.path + "/" + folder, withIntermediateDirectories: true,
                    attributes: [.posixPermissions: 0o755])
            }
            for command in [
                ["positions"], ["import", file], ["config", "set", "account", "paper"], ["monitor", "run", "all"],
                ["db", "backup"], ["db", "restore"], ["positions"],
            ] {
                #expect(try home.run(arguments: command).code == 0, "\(command)")
            }
            for folder in ["config", "data", "state", "cache"] {
                let names = try FileManager.default.subpathsOfDirectory(atPath: home.path + "/" + folder)
                for path in [folder] + names.map({ "\(folder)/\($0)" }) {
                    let attributes = try FileManager.default.attributesOfItem(atPath: home.path + "/" + path)
                    let isFolder = attributes[.type] as? FileAttributeType == .typeDirectory
                    #expect(attributes[.posixPermissions] as? Int == (isFolder ? 0o700 : 0o600), "\(path)")
                }
            }
        }
    }
}
