import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// A line of the palette or of help, with what Enter does.
public struct PaletteEntry: Sendable, Equatable {
    public enum Run: Sendable, Equatable {
        case action(DashboardAction)
        /// A whole command line.
        case command(String)
        /// A command that still wants its argument: Enter puts it into the field.
        case begin(String)
        /// Goes to the row of a symbol.
        case symbol(String)
        /// Explains a key of text fields; nothing to run here.
        case nothing
    }

    public var title: String
    public var details: String
    /// Keys that do the same, empty when none.
    public var keys: String
    public var run: Run
    /// Why it cannot be run now.
    public var disabledReason: String?

    /// The entries for what was typed into the palette, best first.
    static func palette(
        _ text: String, _ state: DashboardState, _ snapshot: DeskSnapshot?, _ world: DashboardWorld
    ) -> [PaletteEntry] {
        let line = text.drop { $0 == " " || $0 == ":" }
        let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        if let name = words.first, let command = PaletteCommand(rawValue: String(name)), !command.argument.isEmpty,
            words.count > 1 || line.last == " "
        {
            return arguments(command, words.count > 1 ? String(words[1]) : "", state, snapshot, world)
        }
        var entries: [(score: Int, entry: PaletteEntry)] = []
        for entry in everything(state, snapshot, world) {
            let inTitle = FuzzyMatch.score(String(line), in: entry.title).map { $0 + 4 }
            // Sentences hold most letters somewhere: in them only the words themselves count.
            let inDetails = isWhole(line, in: entry.details) ? 0 : nil
            guard let score = [inTitle, inDetails].compactMap({ $0 }).max() else { continue }
            // A whole name wins over letters found here and there.
            entries.append((entry.title.lowercased() == line.lowercased() ? score + 1000 : score, entry))
        }
        if !line.isEmpty {
            entries = entries.enumerated().sorted {
                $0.element.score == $1.element.score ? $0.offset < $1.offset : $0.element.score > $1.element.score
            }.map(\.element)
        }
        return entries.map(\.entry)
    }

    /// Whether the typed words stand in a sentence as they are, each from its beginning.
    private static func isWhole(_ line: Substring, in sentence: String) -> Bool {
        let typed = line.lowercased().split(separator: " ")
        let words = sentence.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "/") }
        return !typed.isEmpty && typed.allSatisfy { part in part.count >= 3 && words.contains { $0.hasPrefix(part) } }
    }

    private static func everything(
        _ state: DashboardState, _ snapshot: DeskSnapshot?, _ world: DashboardWorld
    ) -> [PaletteEntry] {
        var entries = PaletteCommand.allCases.map { command in
            PaletteEntry(
                title: command.rawValue + (command.argument.isEmpty ? "" : " " + command.argument),
                details: command.explanation, keys: "",
                run: command.argument.isEmpty || command.argument.hasPrefix("[")
                    ? .command(command.rawValue) : .begin(command.rawValue + " "))
        }
        entries += actions(state, snapshot, world)
        var seen: Set<String> = []
        for row in snapshot?.book.strategies ?? [] where seen.insert(row.symbol).inserted {
            entries.append(
                PaletteEntry(title: row.symbol, details: "go to \(row.title)", keys: "", run: .symbol(row.symbol)))
        }
        return entries
    }

    /// All actions of screens, those that can be done now first.
    static func actions(
        _ state: DashboardState, _ snapshot: DeskSnapshot?, _ world: DashboardWorld
    ) -> [PaletteEntry] {
        let here = [state.focus.context, Keymap.globalContext]
        var entries: [PaletteEntry] = []
        for descriptor in ActionCatalog.descriptors where descriptor.context != "text" {
            guard let action = DashboardAction(rawValue: descriptor.name) else { continue }
            let keys = world.keymap.shortHint(for: descriptor.name, in: [descriptor.context] + here) ?? ""
            var reason = ActionAvailability.reason(against: action, state, snapshot)
            if reason == nil, descriptor.context != Keymap.globalContext, descriptor.context != state.focus.context {
                reason = "only in \(descriptor.context.prefix(1).uppercased())\(descriptor.context.dropFirst())"
            }
            entries.append(
                PaletteEntry(
                    title: descriptor.title, details: descriptor.explanation, keys: keys, run: .action(action),
                    disabledReason: reason))
        }
        return entries.filter { $0.disabledReason == nil } + entries.filter { $0.disabledReason != nil }
    }

    /// Entries of help for what was typed: actions, commands, keys of text fields.
    static func help(
        _ text: String, _ state: DashboardState, _ snapshot: DeskSnapshot?, _ world: DashboardWorld
    ) -> [PaletteEntry] {
        var entries = actions(state, snapshot, world)
        entries += PaletteCommand.allCases.map { command in
            PaletteEntry(
                title: ":" + command.rawValue + (command.argument.isEmpty ? "" : " " + command.argument),
                details: command.explanation, keys: "",
                run: command.argument.isEmpty || command.argument.hasPrefix("[")
                    ? .command(command.rawValue) : .begin(command.rawValue + " "))
        }
        entries += ActionCatalog.descriptors.filter { $0.context == "text" }.map { descriptor in
            PaletteEntry(
                title: descriptor.title, details: descriptor.explanation,
                keys: world.keymap.shortHint(for: descriptor.name, in: ["text"]) ?? "", run: .nothing)
        }
        entries += legend
        let wanted = text.lowercased().split(separator: " ")
        let found = entries.filter { entry in
            let row = "\(entry.keys) \(entry.title) \(entry.details)".lowercased()
            return wanted.allSatisfy { row.contains($0) }
        }
        // Enter runs the first one: what is called so stands before what only mentions it.
        let name = wanted.joined(separator: " ")
        guard !name.isEmpty else { return found }
        return found.filter { $0.isCalled(name) } + found.filter { !$0.isCalled(name) }
    }

    /// Whether its name, of a command without its argument, is this one.
    private func isCalled(_ name: String) -> Bool {
        let title = title.lowercased()
        return title == name || title == ":" + name || title.hasPrefix(":" + name + " ")
    }

    /// Signs on the screen, with what stands for them where only ASCII is shown.
    private static let legend = [
        ("marks", "~ stale, ≈ estimated (= in ASCII), — unknown (- in ASCII), each before or in place of a figure."),
        ("severities", "■ critical (!!), ▲ high (!), ● medium (*), · low (.)"),
        ("flags", PositionColumn.flags.explanation),
    ].map { PaletteEntry(title: $0.0, details: $0.1, keys: "", run: .nothing) }

    /// What may follow a command.
    private static func arguments(
        _ command: PaletteCommand, _ typed: String, _ state: DashboardState, _ snapshot: DeskSnapshot?,
        _ world: DashboardWorld
    ) -> [PaletteEntry] {
        let values: [(String, String)]
        switch command {
        case .accounts:
            values = (snapshot?.accounts ?? []).map { ($0.name, "\($0.broker) \($0.kind.rawValue)") } + [("all", "")]
        case .theme: values = world.themes.map { ($0, "") }
        case .keymap: values = world.keymaps.map { ($0, "") }
        case .sort: values = PositionSort.allCases.map { ($0.rawValue, "") }
        case .set: values = (snapshot?.settings ?? []).map { ($0.key, "\($0.value)   \($0.explanation)") }
        case .mute, .unmute: values = MonitorName.allCases.map { ($0.rawValue, "") }
        case .speed: values = ["1", "10", "60", "600", "3600"].map { ($0, "") }
        case .explain:
            let figures = snapshot.map {
                ScreenFigures(state: state, snapshot: $0, format: FigureFormat(isMasked: state.isMasked))
            }
            // A book has thousands: those of the rows come once something was typed.
            let offered = (typed.isEmpty ? figures?.common : figures?.all) ?? []
            values = offered.map { ($0.id, "\($0.title)   \($0.value)") }
        case .chain:
            let held = (snapshot?.book.strategies ?? []).map(\.symbol)
            values = Set(held + (snapshot?.opportunities.candidates ?? []).map(\.symbol)).sorted().map { ($0, "") }
        case .goTo: values = Array(Set((snapshot?.book.strategies ?? []).map(\.symbol))).sorted().map { ($0, "") }
        default: values = []
        }
        let whole = PaletteEntry(
            title: "\(command.rawValue) \(typed)", details: command.explanation, keys: "",
            run: typed.isEmpty ? .begin(command.rawValue + " ") : .command("\(command.rawValue) \(typed)"))
        let matching = values.compactMap { value, details -> (Int, PaletteEntry)? in
            guard let score = FuzzyMatch.score(typed, in: value) else { return nil }
            let line = "\(command.rawValue) \(value)"
            return (
                score,
                PaletteEntry(
                    title: line, details: details, keys: "", run: command == .set ? .begin(line + " ") : .command(line))
            )
        }
        let sorted = matching.enumerated().sorted {
            $0.element.0 == $1.element.0 ? $0.offset < $1.offset : $0.element.0 > $1.element.0
        }.map(\.element.1)
        return sorted.isEmpty || typed.contains(" ") ? [whole] + sorted : sorted
    }
}
