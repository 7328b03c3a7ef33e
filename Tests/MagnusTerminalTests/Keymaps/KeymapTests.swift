import Testing

@testable import MagnusTerminal

@Suite struct KeymapTests {
    private static let actions: [ActionDescriptor] = [
        ("move-down", "global"), ("go-top", "global"), ("quit", "global"), ("help", "global"), ("sort", "positions"),
        ("mute", "alerts"), ("submit", "text"),
    ].map { ActionDescriptor(name: $0.0, context: $0.1, title: $0.0, explanation: "") }

    private func load(_ text: String) -> (Keymap, [String]) {
        let loader = KeymapLoader(
            sources: [
                ConfigurationText(name: "mine", origin: "mine.toml", text: text),
                ConfigurationText(
                    name: "base", origin: "base.toml",
                    text: "[global]\nmove-down = [\"j\", \"<Down>\"]\nquit = \"q\"\ngo-top = \"g g\"\n"),
            ], actions: Self.actions)
        let (keymap, diagnostics) = loader.load("mine")
        return (keymap, diagnostics.map(\.description))
    }

    /// Every action of the shipped default, as descriptors, so that the other shipped keymaps are checked against it.
    private func shipped() throws -> KeymapLoader {
        let sources = try Shipped.sources("Keymaps", Shipped.keymaps)
        let defaults = try #require(sources.first { $0.name == "default" })
        guard case .success(let document) = TOMLDocument.parse(defaults) else {
            Issue.record("default.toml cannot be parsed")
            return KeymapLoader(sources: [], actions: [])
        }
        var actions: [ActionDescriptor] = []
        var contexts: [String] = []
        for (context, node) in document.root {
            guard case .table(let members) = node else { continue }
            contexts.append(context)
            for name in members.keys {
                actions.append(ActionDescriptor(name: name, context: context, title: name, explanation: ""))
            }
        }
        return KeymapLoader(sources: sources, actions: actions, contexts: contexts)
    }

    @Test(arguments: Shipped.keymaps)
    func shippedKeymapsHaveNoMistakeAndReachEveryAction(_ name: String) throws {
        let loader = try shipped()
        let (keymap, diagnostics) = loader.load(name)
        #expect(diagnostics.isEmpty, "\(diagnostics.map(\.description))")
        let defaults = loader.load("default").keymap
        let unbound = Set(defaults.bindings.map { $0.context + "." + $0.action })
            .subtracting(keymap.bindings.map { $0.context + "." + $0.action })
        #expect(unbound.isSubset(of: ["global.half-page-down", "global.half-page-up"]), "\(unbound)")
    }

    /// German and other layouts have dead keys; many terminals keep Alt and function keys to themselves.
    @Test func theDefaultNeedsNoDeadKeyAltOrFunctionKey() throws {
        let keymap = try shipped().load("default").keymap
        let actions = Set(keymap.bindings.map { [$0.context, $0.action] })
        for action in actions where action != ["text", "kill-word-forward"] {
            let reachable = keymap.sequences(for: action[1], in: action[0]).contains { sequence in
                sequence.allSatisfy { chord in
                    if case .function = chord.key { return false }
                    if case .character(let character) = chord.key, "`^´~'\"".contains(character) { return false }
                    return !chord.modifiers.contains(.alt)
                }
            }
            #expect(reachable, "\(action)")
        }
    }

    @Test func theBuiltInKeymapIsTheShippedOne() throws {
        #expect(BuiltInKeymap.text == (try Shipped.sources("Keymaps", ["default"])).first?.text)
    }

    @Test func anHeirReplacesUnbindsAndAdds() {
        let (keymap, mistakes) = load(
            "inherits = \"base\"\n[global]\nmove-down = \"n\"\nquit = []\nhelp = [\"?\", \"<F1>\"]\n[positions]\nsort = \"s\"\n"
        )
        #expect(mistakes.isEmpty)
        #expect(keymap.hint(for: "move-down", in: ["global"]) == "n")
        #expect(keymap.action(for: [.character("j")], in: "global") == nil)
        #expect(keymap.hint(for: "quit", in: ["global"]) == nil)
        #expect(keymap.sequences(for: "help", in: "global").map(KeyChord.describe) == ["?", "<F1>"])
        #expect(keymap.hint(for: "go-top", in: ["global"]) == "g g")
        #expect(keymap.action(for: [.character("s")], in: "positions") == "sort")
    }

    @Test(arguments: [
        (
            "[global]\nmove-dwon = \"j\"\n",
            "mine.toml:2:1: unknown action 'move-dwon' in [global]; did you mean 'move-down'?"
        ),
        (
            "[globl]\nquit = \"q\"\n",
            "mine.toml:1:1: unknown context 'globl'; there are alerts, global, positions, text"
        ),
        (
            "[global]\nquit = [\"q\", \"<C-Foo>\"]\n",
            "mine.toml:2:18: unknown key 'Foo'; write a character or a name such as <Enter>, <C-d>, <A-x>, <F5>"
        ),
        ("[global]\nquit = \"qq\"\n", "mine.toml:2:9: 'qq' is not one key; write a sequence with spaces: 'q q'"),
        ("[global]\nquit = \"<X-q>\"\n", "mine.toml:2:10: unknown modifier 'X-'; C-, A- and S- exist"),
        ("[global]\nquit = \"q\"\nhelp = \"q\"\n", "mine.toml:3:8: key 'q' is bound to 'quit' in [global] already"),
        (
            "inherits = \"base\"\n[global]\nmove-down = \"j\"\nquit = \"j\"\n",
            "mine.toml:4:8: key 'j' is bound to 'move-down' in [global] already"
        ),
        (
            "[global]\ngo-top = \"g g\"\nquit = \"g\"\n",
            "mine.toml:3:8: key 'g' and 'g g' (go-top) begin alike, so the longer one could never be reached; 'g' is left out"
        ),
        ("[global]\nquit = 3\n", "mine.toml:2:8: a key is text such as \"j\" or \"<C-d>\", not a number"),
        (
            "inherits = \"base\"\n[global]\nquit = \"g\"\n",
            "mine.toml:3:8: key 'g' hides the inherited 'g g' (go-top)"
        ),
        (
            "inherits = \"base\"\n[global]\nquit = [\"q\", \"j\"]\n",
            "mine.toml:3:14: key 'j' is 'move-down' in the inherited [global]; it becomes 'quit', and 'move-down' loses it"
        ),
        ("inherits = \"none\"\n", "mine.toml:1:1: there is no keymap 'none' to inherit from"),
        ("inherits = \"mine\"\n", "mine.toml:1:1: keymaps inherit in a circle: mine > mine"),
        ("quit = \"q\"\n", "mine.toml:1:1: unknown setting 'quit'; tables of keys have a name in brackets"),
    ])
    func mistakesAreReportedWithTheirPlace(_ text: String, _ message: String) {
        #expect(load(text).1 == [message])
    }

    /// A file that moves both actions has decided: nothing is lost by accident.
    @Test func twoActionsThatChangeKeysAreNoMistake() {
        let (keymap, mistakes) = load(
            "inherits = \"base\"\n[global]\nquit = \"j\"\nmove-down = \"n\"\n")
        #expect(mistakes.isEmpty, "\(mistakes)")
        #expect(keymap.action(for: [.character("j")], in: "global") == "quit")
        #expect(keymap.action(for: [.character("n")], in: "global") == "move-down")
    }

    @Test func whatIsRightBesideAMistakeIsUsed() {
        let (keymap, mistakes) = load(
            "[global]\nmove-dwon = \"j\"\nquit = [\"<Bad>\", \"Q\"]\n[alerts]\nmute = \"m\"\n")
        #expect(mistakes.count == 2)
        #expect(keymap.action(for: [.character("Q")], in: "global") == "quit")
        #expect(keymap.action(for: [.character("m")], in: "alerts") == "mute")
    }

    @Test func aSyntaxErrorLeavesTheBuiltInKeys() {
        let loader = KeymapLoader(
            sources: [ConfigurationText(name: "mine", origin: "mine.toml", text: "[global\nquit = 1")],
            actions: [ActionDescriptor(name: "quit", context: "global", title: "", explanation: "")])
        let (keymap, diagnostics) = loader.load("mine")
        #expect(diagnostics.first?.description.hasPrefix("mine.toml:1:8: ") == true, "\(diagnostics)")
        #expect(keymap.action(for: [.character("q")], in: "global") == "quit")
    }

    @Test func sequencesPendAndComplete() {
        let (keymap, _) = load("inherits = \"base\"\n[positions]\nsort = \"g s\"\n")
        var dispatcher = KeyDispatcher()
        let contexts = ["positions", "global"]
        guard case .pending(let next) = dispatcher.press(.character("g"), in: contexts, keymap: keymap) else {
            Issue.record("g is a prefix")
            return
        }
        #expect(next.map(\.action) == ["sort", "go-top"])
        #expect(dispatcher.press(.character("g"), in: contexts, keymap: keymap) == .action("go-top", context: "global"))
        #expect(dispatcher.pending.isEmpty)
        _ = dispatcher.press(.character("g"), in: contexts, keymap: keymap)
        #expect(dispatcher.press(KeyChord(.escape), in: contexts, keymap: keymap) == .cancelled)
        _ = dispatcher.press(.character("g"), in: contexts, keymap: keymap)
        #expect(
            dispatcher.press(.character("x"), in: contexts, keymap: keymap)
                == .unmatched([.character("g"), .character("x")]))
        #expect(
            dispatcher.press(.character("j"), in: contexts, keymap: keymap) == .action("move-down", context: "global"))
    }

    @Test(arguments: [
        "j", "G", "<C-d>", "<A-x>", "<Esc>", "<S-Tab>", "<Space>", "<F5>", "<PageDown>", "<C-A-Up>", "<lt>", "<A-lt>",
        "é",
    ])
    func namesOfKeysRoundTrip(_ name: String) throws {
        #expect(try KeyChord.parse(name).description == name)
    }
}
