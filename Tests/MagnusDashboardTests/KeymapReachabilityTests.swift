import MagnusDashboard
import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@Suite struct KeymapReachabilityTests {
    @Test func shippedKeymapsNameOnlyRealActions() {
        #expect(Shipped.loader.names.count >= 3)
        for name in Shipped.loader.names {
            #expect(Shipped.loader.load(name).diagnostics.map(\.description) == [], "\(name)")
        }
    }

    /// Without a key for quit and without the palette nobody could leave: the check names both, and the screen keeps the
    /// built-in keys of these that the file left free. One of the two is enough.
    @Test func aKeymapWithoutAWayOutIsRefused() {
        func load(_ lines: String) -> (keymap: Keymap, diagnostics: [ConfigurationDiagnostic]) {
            let text = "inherits = \"default\"\n[global]\n" + lines
            let mine = ConfigurationText(name: "mine", origin: "mine.toml", text: text)
            return ActionCatalog.keymapLoader([mine] + Shipped.sources("Keymaps")).load("mine")
        }
        let shut = load("back = []\nhelp = []\nquit = []\npalette = []\npause = \":\"\n")
        #expect(
            shut.diagnostics.map(\.description) == [
                "mine.toml:5:1: no key for 'quit' or 'palette': nobody could leave; their built-in keys are used"
            ])
        #expect(shut.diagnostics.allSatisfy { $0.severity == .error })
        #expect(shut.keymap.hint(for: "quit", in: ["global"]) == "q")
        #expect(shut.keymap.sequences(for: "palette", in: "global").map(KeyChord.describe) == ["<F2>", "<C-k>"])
        #expect(shut.keymap.action(for: [.character(":")], in: "global") == "pause")
        #expect(load("help = []\nquit = []\n").diagnostics.isEmpty)
        #expect(load("palette = []\n").diagnostics.isEmpty)
    }

    @Test func everyActionHasAKeyInEveryShippedKeymap() {
        for name in Shipped.loader.names {
            let keymap = Shipped.keymap(name)
            for descriptor in ActionCatalog.descriptors {
                let isOptional = descriptor.name.hasPrefix("half-page")
                guard !isOptional else { continue }
                #expect(
                    keymap.hint(for: descriptor.name, in: [descriptor.context]) != nil,
                    "\(name): \(descriptor.context).\(descriptor.name) has no key")
            }
        }
    }

    /// Half pages have no key of their own in some keymaps; help still runs them.
    @Test func everyActionRunsFromHelp() throws {
        for action in DashboardAction.allCases {
            guard let descriptor = ActionCatalog.descriptors.first(where: { $0.name == action.rawValue }) else {
                Issue.record("\(action.rawValue) has no description")
                continue
            }
            #expect(!descriptor.title.isEmpty && descriptor.explanation.hasSuffix("."))
        }
    }

    @Test func everyDescriptorIsAnActionOrEditsText() {
        for descriptor in ActionCatalog.descriptors {
            #expect(
                DashboardAction(rawValue: descriptor.name) != nil || EditAction(rawValue: descriptor.name) != nil,
                "\(descriptor.name)")
        }
    }
}
