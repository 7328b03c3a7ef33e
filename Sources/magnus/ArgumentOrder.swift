/// Lets options stand before the command as well as behind it: `magnus --home DIR positions`.
enum ArgumentOrder {
    /// Global options that take a value as a word of their own.
    static let valued: Set<String> = [
        "--home", "--account", "--as-of", "--color", "--seed", "--start", "--speed", "--from", "--to",
    ]

    /// Moves everything in front of the first command name behind that command, in the same order.
    ///
    /// Arguments after `--` never count as a command.
    static func subcommandFirst(_ arguments: [String], commands: Set<String>) -> [String] {
        var index = 0
        while index < arguments.count {
            let word = arguments[index]
            if word == "--" { return arguments }
            if valued.contains(word) {
                index += 2
            } else if word.hasPrefix("-") {
                index += 1
            } else if commands.contains(word) {
                guard index > 0 else { return arguments }
                let moved = Array(arguments[..<index])
                let rest = Array(arguments[(index + 1)...])
                let end = rest.firstIndex(of: "--") ?? rest.count
                return [word] + rest[..<end] + moved + rest[end...]
            } else if index > 0, arguments[..<index].contains("--replay") {
                // Values of --replay, which takes any number of folders.
                index += 1
            } else {
                return arguments
            }
        }
        return arguments
    }
}
