import ArgumentParser
import Glibc
import MagnusCurses
import MagnusEngine

/// Starts the command and turns every way it can end into the exit codes of the contract.
@main
enum Main {
    static func main() async {
        // Numbers in files and JSON always have a point, whatever the language of the terminal.
        setlocale(LC_ALL, "")
        setlocale(LC_NUMERIC, "C")
        signal(SIGPIPE, SIG_IGN)
        ProcessHeap.share(heaps: 2)
        // What a book holds is nobody else's business: every file made from here on is the owner's alone.
        umask(0o077)
        let arguments = ArgumentOrder.subcommandFirst(
            Array(CommandLine.arguments.dropFirst()), commands: MagnusCommand.commandNames)
        exit(await run(arguments))
    }

    private static func run(_ arguments: [String]) async -> Int32 {
        let output = Output(
            isJSON: arguments.contains("--json"), isQuiet: arguments.contains("--quiet"),
            isVerbose: arguments.contains("--verbose"),
            isASCII: arguments.contains("--ascii") || !TerminalLocale.isUnicode)
        do {
            var command = try MagnusCommand.parseAsRoot(arguments)
            if var asynchronous = command as? any AsyncParsableCommand {
                try await asynchronous.run()
            } else {
                try command.run()
            }
            if let failure = Output.lostAnswer {
                Output.diagnostic("magnus: \(failure.message)")
                return failure.exit.rawValue
            }
            return 0
        } catch let failure as CommandFailure {
            output.failure(failure)
            return failure.exit.rawValue
        } catch let code as ExitCode {
            return code.rawValue
        } catch {
            return report(error, output)
        }
    }

    private static func report(_ error: any Error, _ output: Output) -> Int32 {
        let code = MagnusCommand.exitCode(for: error)
        if code == .success {
            // Help and version are answers, not failures.
            output.raw(output.shown(MagnusCommand.fullMessage(for: error)) + "\n")
            return 0
        }
        if code == .validationFailure {
            output.failure(
                CommandFailure(
                    .usage, code: "usage", MagnusCommand.message(for: error), hint: "see magnus help"))
            return CommandFailure.Exit.usage.rawValue
        }
        output.failure(FailureTranslation.failure(from: error))
        return FailureTranslation.failure(from: error).exit.rawValue
    }
}
