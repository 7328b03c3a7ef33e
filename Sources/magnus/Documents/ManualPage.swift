import FoundationEssentials

/// The manual page, made from what the commands say of themselves, so that it cannot say anything else.
enum ManualPage {
    /// A command as the argument parser describes it.
    private struct Described: Decodable {
        struct Argument: Decodable {
            struct Name: Decodable {
                var kind: String
                var name: String
            }

            var abstract: String?
            var kind: String
            var names: [Name]?
            var valueName: String?
            var shouldDisplay: Bool?
            var isOptional: Bool?
            var isRepeating: Bool?
        }

        var commandName: String
        var abstract: String?
        var discussion: String?
        var shouldDisplay: Bool?
        var arguments: [Argument]?
        var subcommands: [Described]?
    }

    private struct Dump: Decodable {
        var command: Described
    }

    /// - Parameter description: what `--experimental-dump-help` prints.
    /// - Returns: lines of a page for `man`.
    static func lines(from description: String, version: String) throws -> [String] {
        let root = try JSONDecoder().decode(Dump.self, from: Data(description.utf8)).command
        var lines = [
            ".TH MAGNUS 1 \"\" \"magnus \(version)\" \"User Commands\"", ".SH NAME",
            "magnus \\- \(escaped(root.abstract ?? ""))", ".SH SYNOPSIS", ".B magnus",
            "[\\fIcommand\\fR] [\\fIoptions\\fR]",
            ".SH DESCRIPTION", escaped(root.discussion ?? ""),
        ]
        let commands = (root.subcommands ?? []).filter { $0.shouldDisplay != false && $0.commandName != "help" }
        let shared = commonNames(commands)
        lines += [".SH COMMON OPTIONS"]
        for argument in commands.first(where: { $0.commandName == "positions" })?.arguments ?? []
        where shared.contains(key(argument)) {
            lines += entry(argument)
        }
        lines.append(".SH COMMANDS")
        for command in commands { lines += section(command, path: ["magnus"], without: shared) }
        lines += [
            ".SH EXIT STATUS",
            "0 done, 1 the work failed, 2 wrong usage or configuration, 3 a named thing does not exist,",
            "4 a source is unreachable, 5 refused by a safety rule, 130 interrupted.", ".SH FILES",
            "\\fI~/.config/magnus/config.toml\\fR, \\fI~/.local/share/magnus/\\fR, \\fI~/.local/state/magnus/\\fR, or all of",
            "it below the folder that \\fB\\-\\-home\\fR or \\fBMAGNUS_HOME\\fR names.",
        ]
        return lines
    }

    private static func section(
        _ command: Described, path: [String], without shared: Set<String>
    ) -> [String] {
        let names = path + [command.commandName]
        let own = (command.arguments ?? []).filter { $0.shouldDisplay != false && !shared.contains(key($0)) }
        let positional = own.filter { $0.kind == "positional" }.map { argument in
            let name = "\\fI\(escaped(argument.valueName ?? ""))\\fR\(argument.isRepeating == true ? " ..." : "")"
            return argument.isOptional == true ? "[\(name)]" : name
        }
        var lines = [".SS \"\(names.joined(separator: " "))\"", escaped(command.abstract ?? "")]
        if let discussion = command.discussion, !discussion.isEmpty { lines += [".PP", escaped(discussion)] }
        if !positional.isEmpty {
            lines += [".PP", "\\fB\(names.joined(separator: " "))\\fR \(positional.joined(separator: " "))"]
        }
        for argument in own { lines += entry(argument) }
        for subcommand in command.subcommands ?? []
        where subcommand.shouldDisplay != false && subcommand.commandName != "help" {
            lines += section(subcommand, path: names, without: shared)
        }
        return lines
    }

    /// Options that nearly every command has are described once.
    private static func commonNames(_ commands: [Described]) -> Set<String> {
        func all(_ command: Described) -> [Described] { [command] + (command.subcommands ?? []).flatMap(all) }
        let leaves = commands.flatMap(all).filter { ($0.subcommands ?? []).isEmpty }
        let counts = leaves.flatMap { Set(($0.arguments ?? []).filter { $0.kind != "positional" }.map(key)) }
            .reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        return Set(counts.filter { $0.value * 2 > leaves.count }.keys).union(["help", "version"])
    }

    private static func key(_ argument: Described.Argument) -> String {
        argument.names?.last?.name ?? argument.valueName ?? ""
    }

    private static func entry(_ argument: Described.Argument) -> [String] {
        let value = "\\fI\(escaped(argument.valueName ?? ""))\\fR"
        guard argument.kind != "positional" else { return [".TP", value, escaped(argument.abstract ?? "")] }
        let names = (argument.names ?? []).map { name in
            "\\fB\(escaped((name.kind == "short" ? "-" : "--") + name.name))\\fR"
        }.joined(separator: ", ")
        let suffix = argument.kind == "option" ? " \(value)" : ""
        return [".TP", names + suffix, escaped(argument.abstract ?? "")]
    }

    /// Text that the formatter prints as it stands.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "\\": result += "\\e"
            case "-": result += "\\-"
            case "\n": result += " "
            default: result.append(character)
            }
        }
        // A point or a quote at the start of a line is a command to the formatter.
        return result.hasPrefix(".") || result.hasPrefix("'") ? "\\&" + result : result
    }
}
