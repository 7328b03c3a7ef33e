import ArgumentParser
import MagnusCurses

/// Options that every command understands.
struct GlobalOptions: ParsableArguments {
    @Option(help: "Folder that holds everything of this home (also MAGNUS_HOME; default: XDG folders).")
    var home: String?

    @Flag(help: "One JSON document on standard output.")
    var json = false

    @Flag(help: "No diagnostics on standard error.")
    var quiet = false

    @Flag(help: "More diagnostics on standard error.")
    var verbose = false

    @Option(help: "Colours: auto, truecolor, 256, 16 or none.")
    var color = ColorChoice.auto

    @Flag(help: "Same as --color none.")
    var noColor = false

    @Flag(help: "Draw with plain ASCII characters.")
    var ascii = false

    @Flag(help: "Linear text instead of the full screen.")
    var plain = false

    var output: Output { Output(isJSON: json, isQuiet: quiet, isVerbose: verbose, isASCII: isASCII) }

    /// Whether only ASCII may be written: asked for, or all that the language of the terminal allows.
    var isASCII: Bool { ascii || !TerminalLocale.isUnicode }

    /// Colours asked for on the command line.
    var colorChoice: ColorChoice { noColor ? .none : color }
}

/// Words of `--color`.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, truecolor
    case colors256 = "256"
    case colors16 = "16"
    case none
}

/// Options of the simulated market; commands that ask no market take them without a use for them.
struct SimulationOptions: ParsableArguments {
    @Option(parsing: .unconditional, help: "Seed of the simulated market (default 1, kept in the home).")
    var seed: UInt64?

    @Option(help: "First instant of the simulated market, RFC 3339 (default 2027-03-15T14:42:00Z).")
    var start: String?

    @Option(help: "World seconds per real second, 0 to 3600.")
    var speed: Double?

    @Flag(help: "The clock stands still.")
    var freeze = false
}

/// Options that choose the world and the account.
struct WorldOptions: ParsableArguments {
    @Option(help: "Account name, or all.")
    var account: String?

    @OptionGroup var simulation: SimulationOptions

    @Option(parsing: .upToNextOption, help: "Replay recorded data from these folders.")
    var replay: [String] = []

    @Option(help: "Replay from this date or instant.")
    var from: String?

    @Option(help: "Replay to this date or instant.")
    var to: String?

    @Option(name: .customLong("as-of"), help: "Value the book on this date, YYYY-MM-DD.")
    var asOf: String?
}

extension WorldOptions {
    /// Nothing asked for. Parsed, because the properties of an options type have no values before.
    static func standard() throws -> WorldOptions { try parse([]) }
}
