import MagnusTerminal

/// Where keys are looked up, by what is on top.
enum KeyContexts {
    static func contexts(_ state: DashboardState) -> [String] {
        if let overlay = state.overlays.last { return overlay.contexts }
        if state.chat.isTyping { return ["text"] }
        return [state.focus.context, Keymap.globalContext]
    }

    /// Whether keys that are not bound are typed.
    static func isTyping(_ state: DashboardState) -> Bool {
        contexts(state).contains("text")
    }
}
