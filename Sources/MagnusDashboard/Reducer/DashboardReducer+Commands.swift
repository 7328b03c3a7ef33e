import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Commands of the palette and entries of prompts.
extension DashboardReducer {
    /// Runs a line such as `theme nord`.
    mutating func runCommand(_ line: String) {
        let words = line.drop { $0 == " " || $0 == ":" }.split(separator: " ", maxSplits: 1).map(String.init)
        guard let name = words.first else { return }
        guard let command = PaletteCommand(rawValue: name.lowercased()) else {
            report("There is no command \(name); the palette lists them", isError: true)
            return
        }
        let argument = words.count > 1 ? Self.trimmed(words[1]) : ""
        switch command {
        case .accounts: accounts(argument)
        case .importFile:
            if argument.isEmpty { askFor(.importPath) } else { importFile(argument) }
        case .export: exportLedger(argument)
        case .scenario: scenarioCommand(argument)
        case .risk: openRisk()
        case .explain: explainCommand(argument)
        case .chain: chainCommand(argument)
        case .vol: volatilityCommand(argument)
        case .chart: chartCommand(argument)
        case .market: openMarket()
        case .today: openToday()
        case .roll: rollCommand(argument)
        case .theme:
            choose(argument, among: world.themes, "theme") {
                $0.chooseTheme($1)
            } menu: {
                $0.openThemeMenu()
            }
        case .keymap:
            choose(argument, among: world.keymaps, "keymap") {
                $0.chooseKeymap($1)
            } menu: {
                $0.openKeymapMenu()
            }
        case .speed: speed(argument)
        case .set: set(argument)
        case .sort: sort(argument)
        case .goTo: go(toSymbol: argument)
        case .mute, .unmute: mute(argument, isMuted: command == .mute)
        case .clear: effects.append(.perform(.clearConversation))
        case .tour: showTour(0)
        case .disclaimer: open(.disclaimer)
        case .settings: open(.settings(SearchList()))
        case .help: open(.help(SearchList()))
        case .quit: quit()
        }
    }

    private mutating func choose(
        _ name: String, among names: [String], _ what: String, take: (inout Self, String) -> Void,
        menu: (inout Self) -> Void
    ) {
        if name.isEmpty {
            menu(&self)
        } else if names.contains(name) {
            take(&self, name)
        } else {
            report("There is no \(what) \(name); there are \(names.joined(separator: ", "))", isError: true)
        }
    }

    private mutating func accounts(_ name: String) {
        guard !name.isEmpty else {
            openAccountMenu()
            return
        }
        let names = (world.snapshot?.accounts.map(\.name) ?? []) + ["all"]
        guard names.contains(name) else {
            report("There is no account \(name); there are \(names.joined(separator: ", "))", isError: true)
            return
        }
        effects.append(.perform(.selectAccount(name)))
    }

    private mutating func speed(_ text: String) {
        let digits = text.hasPrefix("x") ? String(text.dropFirst()) : text
        guard let value = Double(digits), value.isFinite, (0.1...3600).contains(value) else {
            report("speed wants a number from 1 to 3600, not \(text)", isError: true)
            return
        }
        effects.append(.perform(.setSpeed(value)))
    }

    private mutating func set(_ text: String) {
        let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
        guard let key = parts.first else {
            open(.settings(SearchList()))
            return
        }
        guard let row = world.snapshot?.settings.first(where: { $0.key == key }) else {
            report("There is no setting \(key); the settings view lists them", isError: true)
            return
        }
        guard parts.count == 2 else {
            editSetting(row)
            return
        }
        effects.append(.perform(.setSetting(key: key, value: Self.trimmed(parts[1]))))
    }

    private mutating func sort(_ text: String) {
        guard let sort = PositionSort(rawValue: text.lowercased()) else {
            report("Orders: \(PositionSort.allCases.map(\.rawValue).joined(separator: ", "))", isError: true)
            return
        }
        focus(.positions)
        state.positions.sort = sort
        state.positions.isReversed = false
    }

    private mutating func mute(_ text: String, isMuted: Bool) {
        let parts = text.split(separator: " ").map(String.init)
        guard let name = parts.first, let monitor = MonitorName(rawValue: name) else {
            report("Monitors: \(MonitorName.allCases.map(\.rawValue).joined(separator: ", "))", isError: true)
            return
        }
        let symbol = parts.count > 1 ? parts[1].uppercased() : nil
        effects.append(
            .perform(isMuted ? .mute(monitor: monitor, symbol: symbol) : .unmute(monitor: monitor, symbol: symbol)))
    }

    // MARK: Prompts

    mutating func editSetting(_ row: SettingRow) {
        open(
            .prompt(
                Prompt(
                    title: row.key, hint: "\(row.allowed); default \(row.defaultValue)", text: row.value,
                    purpose: .setting(key: row.key))))
    }

    mutating func askFor(_ purpose: PromptPurpose) {
        switch purpose {
        case .snoozePrice:
            open(.prompt(Prompt(title: "Snooze to a price", hint: "dollars a share, such as 76.50", purpose: purpose)))
        case .importPath:
            open(
                .prompt(
                    Prompt(
                        title: "Import a broker's file",
                        hint: "path of the export; Tab completes; nothing is kept before you agree",
                        purpose: purpose)))
        case .filter, .filterLedger, .note, .setting: break
        }
    }

    /// Takes what was entered, or says why not and leaves the field open.
    mutating func submit(_ prompt: Prompt) {
        let text = Self.trimmed(prompt.field.text)
        switch prompt.purpose {
        case .filter(let pane):
            close()
            setFilter(prompt.field.text, pane)
        case .filterLedger:
            close()
            setLedgerFilter(prompt.field.text)
        case .note(let strategy):
            close()
            state.ledger.setNote(text, key: strategy)
            effects.append(.perform(.setNote(strategy: strategy, text: text)))
        case .setting(let key):
            close()
            effects.append(.perform(.setSetting(key: key, value: text)))
        case .snoozePrice(let alert):
            guard let price = Double(text.hasPrefix("$") ? String(text.dropFirst()) : text), price.isFinite, price > 0,
                price < 1_000_000
            else {
                refuse(prompt, "\(text.isEmpty ? "Nothing" : text) is no price; such as 76.50")
                return
            }
            close()
            effects.append(.perform(.snooze(alert: alert, .untilPrice(price))))
        case .importPath:
            guard !text.isEmpty else {
                refuse(prompt, "A path is needed")
                return
            }
            close()
            importFile(text)
        }
    }

    private mutating func refuse(_ prompt: Prompt, _ reason: String) {
        var prompt = prompt
        prompt.refusal = reason
        close()
        open(.prompt(prompt))
    }

    private static func trimmed(_ text: String) -> String {
        var rest = Substring(text)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}
