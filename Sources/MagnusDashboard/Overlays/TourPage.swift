import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The guided tour of the first run: short, over the live screen, skipped with one key.
enum TourPage {
    struct Step {
        var title: String
        var text: [String]
        /// The pane it speaks of.
        var pane: Pane?
    }

    static func steps(_ world: DashboardWorld) -> [Step] {
        func key(_ action: DashboardAction, _ context: String = Keymap.globalContext) -> String {
            world.keymap.shortHint(for: action, in: [context, Keymap.globalContext]) ?? "?"
        }
        func command(_ name: String) -> String { KeyText.command(name, palette: key(.palette)) }
        return [
            Step(
                title: "Magnus watches an option book",
                text: [
                    "Five panes, all live. Go to them with 1 to 5, move with \(key(.moveDown)) and \(key(.moveUp)).",
                    "\(key(.help)) lists every key and runs the one you choose; \(key(.palette)) finds commands by a few letters.",
                ], pane: nil),
            Step(
                title: "Positions",
                text: [
                    "One row a strategy, what needs attention first. \(key(.open)) opens a row, \(key(.expand, "positions")) shows its legs.",
                    "~ before a figure means stale, ≈ estimated, — unknown. \(key(.explain)) explains any figure: formula, inputs, sources, ages.",
                ], pane: .positions),
            Step(
                title: "Alerts",
                text: [
                    "What happens, when, why in numbers. \(key(.acknowledge, "alerts")) acknowledges, \(key(.snooze, "alerts")) lets it sleep, \(key(.dismiss, "alerts")) removes, \(key(.undo)) takes back."
                ], pane: .alerts),
            Step(
                title: "Greeks and Opportunities",
                text: [
                    "Greeks revalue the whole book under moves of the market; \(key(.pageNext)) turns to symbols and sectors.",
                    "Opportunities passed every gate; \(key(.whyNot)) says why the others did not.",
                ], pane: .opportunities),
            Step(
                title: "Chat",
                text: [
                    "\(key(.type)) asks in your words, \(key(.ask)) about what the cursor is on. Every figure carries [n]: Enter opens its row."
                ], pane: .chat),
            Step(
                title: accountTitle(world.snapshot),
                text: accountText(world.snapshot) + [
                    "Next you choose: import a broker's file, first as a preview, or look around on paper. \(command("import")) does it later. \(key(.mask)) hides money. \(command("tour")) shows this again."
                ], pane: nil),
        ]
    }

    static func isPaper(_ snapshot: DeskSnapshot?) -> Bool {
        !(snapshot?.shownAccounts.contains { $0.kind.isReal } ?? false)
    }

    private static func accountTitle(_ snapshot: DeskSnapshot?) -> String {
        isPaper(snapshot) ? "This is a paper account" : "This is your own book"
    }

    private static func accountText(_ snapshot: DeskSnapshot?) -> [String] {
        guard isPaper(snapshot) else { return ["The frame is red while a real account is shown, amber on paper."] }
        return [
            "No money is at risk: positions, prices and news come from a simulated market with its own date, made from a seed. "
                + "The amber frame and SIMULATED say so. Nothing here is mixed with a real account."
        ]
    }
}
