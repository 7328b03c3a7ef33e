import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The tour of the first run.
extension DashboardReducer {
    mutating func tour(_ action: DashboardAction, _ step: Int) {
        let count = TourPage.steps(world).count
        switch action {
        case .open, .moveDown, .columnRight, .pageNext, .pageDown:
            if step + 1 >= count { endTour() } else { showTour(step + 1) }
        case .moveUp, .columnLeft, .pagePrevious, .pageUp: showTour(max(0, step - 1))
        default: break
        }
    }

    /// The tour ends with the person's own positions, or with the paper account explained.
    private mutating func endTour() {
        close()
        guard TourPage.isPaper(world.snapshot), world.snapshot?.isReadOnly != true else { return }
        open(
            .choices(
                ChoiceMenu(
                    title: "How to begin",
                    choices: [
                        Choice("my own positions", "import a broker's file, first as a preview", .ask(.importPath)),
                        Choice("the paper account", "look around; nothing here is real", .nothing),
                    ])))
    }

    mutating func showTour(_ step: Int) {
        let steps = TourPage.steps(world)
        if let pane = steps.indices.contains(step) ? steps[step].pane : nil {
            state.focus = pane
            state.chat.isTyping = false
        }
        open(.tour(step: step))
    }
}
