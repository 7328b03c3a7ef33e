import ArgumentParser

struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Print the manual page, for man: magnus manual > magnus.1; man ./magnus.1")

    @OptionGroup var options: GlobalOptions

    func run() throws {
        let description: String
        do {
            _ = try MagnusCommand.parseAsRoot(["--experimental-dump-help"])
            description = ""
        } catch {
            // The parser answers this question as it answers --help: by what it throws.
            description = MagnusCommand.fullMessage(for: error)
        }
        let lines: [String]
        do {
            lines = try ManualPage.lines(from: description, version: MagnusVersion.text)
        } catch {
            throw CommandFailure(.failed, code: "no_manual", "the commands could not be described: \(error)")
        }
        options.output.document(["manual": .string(lines.joined(separator: "\n") + "\n")])
        for line in lines { options.output.line(line) }
    }
}
