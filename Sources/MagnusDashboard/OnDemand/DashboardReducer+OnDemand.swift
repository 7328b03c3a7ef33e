import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The one path of all on-demand views: opening, asking, answers, growing old, closing.
extension DashboardReducer {
    /// The open page of a kind, the topmost.
    func openPage<Page: OnDemandPage>(_ kind: Page.Type) -> Page? {
        for overlay in state.overlays.reversed() { if let page = overlay.onDemand as? Page { return page } }
        return nil
    }

    mutating func replace<Page: OnDemandPage>(_ page: Page) {
        guard let index = state.overlays.lastIndex(where: { $0.onDemand is Page }) else { return }
        state.overlays[index] = page.overlay
    }

    /// Opens a view and asks for its report.
    mutating func show(_ page: some OnDemandPage) {
        state.chat.isTyping = false
        open(page.overlay)
        page.ask(&self)
    }

    /// Opens a view of the whole account in place of all others; what was computed a moment ago is still true and is not
    /// asked for again.
    mutating func reopen<Page: OnDemandPage>(_ page: Page) {
        state.overlays.removeAll()
        state.chat.isTyping = false
        open(page.overlay)
        let inquiry = state[keyPath: Page.inquiry]
        if inquiry.report == nil || inquiry.account != snapshot?.selectedAccount
            || world.uptime - inquiry.receivedAt >= Page.pace.refresh
        {
            ask(page)
        }
    }

    // MARK: Asking

    mutating func ask<Page: OnDemandPage>(_ page: Page) {
        let question = page.question(snapshot)
        let number = state[keyPath: Page.inquiry].ask(
            question, at: world.uptime, snapshotVersion: snapshot?.version)
        effects.append(Page.effect(question, number: number))
    }

    /// An answer to what is not asked any more says nothing of what is shown.
    mutating func answered<Page: OnDemandPage>(
        _ kind: Page.Type, _ question: Page.Question, _ outcome: InquiryOutcome<Page.Report>
    ) {
        guard state[keyPath: Page.inquiry].asked == question else { return }
        state[keyPath: Page.inquiry].take(outcome, at: world.uptime)
    }

    /// The same where questions are told apart by their number.
    mutating func answered<Page: OnDemandPage>(
        _ kind: Page.Type, number: Int, _ outcome: InquiryOutcome<Page.Report>
    ) {
        guard state[keyPath: Page.inquiry].awaited == number else { return }
        state[keyPath: Page.inquiry].take(outcome, at: world.uptime)
    }

    // MARK: Keeping current

    /// Seconds for which what a view shows is good. Where the clock of the world stands still nothing grows old.
    func life(_ pace: InquiryPace) -> Double { snapshot?.world.isFrozen == true ? .infinity : pace.life }

    /// With a new snapshot what is looked at is asked again, once its time has come.
    mutating func refreshViews() {
        if let page = state.overlays.last?.onDemand, page.kind.upkeep == .onTop { refresh(page) }
        // What lies below another of these views is asked again when it is seen again.
        let topmost = state.overlays.last { $0.onDemand?.kind.upkeep == .topmost }
        if let page = topmost?.onDemand { refresh(page) }
    }

    private mutating func refresh<Page: OnDemandPage>(_ page: Page) {
        state[keyPath: Page.inquiry].age(at: world.uptime, life: life(Page.pace))
        guard state.pausedSnapshot == nil, state[keyPath: Page.inquiry].isDue(at: world.uptime, Page.pace) else {
            return
        }
        page.ask(&self)
    }

    /// With every event.
    mutating func settleViews() {
        for kind in OnDemandViews.all { settle(kind) }
    }

    private mutating func settle<Page: OnDemandPage>(_ kind: Page.Type) {
        guard let page = openPage(kind) else {
            kind.closed(&self)
            return
        }
        page.settle(&self)
        if kind.upkeep == .whileOpen { keep(page) }
    }

    /// Asks anew when what is wanted is another question, when the book has moved on for a while, or is another one.
    private mutating func keep<Page: OnDemandPage>(_ page: Page) {
        let isOther = state[keyPath: Page.inquiry].isOfAnother(than: snapshot?.selectedAccount)
        state[keyPath: Page.inquiry].age(at: world.uptime, life: life(Page.pace), isDoubtful: isOther)
        let inquiry = state[keyPath: Page.inquiry]
        guard inquiry.asked == nil, !inquiry.isCancelled, snapshot != nil else { return }
        if inquiry.question == page.question(snapshot) {
            guard page.isWorthAsking(self), isOther || inquiry.isDue(at: world.uptime, Page.pace) else { return }
        }
        page.ask(&self)
    }

    /// Asks anew after what changes the book or its prices.
    mutating func viewsChanged(by command: DeskCommand) {
        switch command {
        case .refresh, .selectAccount, .importFile(_, isDryRun: false), .setSetting: break
        default: return
        }
        for kind in OnDemandViews.all where kind.upkeep == .whileOpen { askIfOpen(kind) }
    }

    private mutating func askIfOpen<Page: OnDemandPage>(_ kind: Page.Type) {
        openPage(kind)?.ask(&self)
    }

    // MARK: Keys

    /// What a key does in any of the views, or in the one that is open.
    mutating func perform(_ action: DashboardAction, on page: some OnDemandPage) {
        if let pane = action.pane {
            state.overlays.removeAll()
            focus(pane)
        } else {
            page.perform(action, &self)
        }
    }

    /// Leaves every view for a question.
    mutating func leaveToChat() {
        state.overlays.removeAll()
        startTyping()
    }

    /// The page of an explanation that was made here.
    mutating func show(_ explanation: Explanation) {
        var page = ExplainPage(id: explanation.id, title: explanation.title)
        page.explanation = explanation
        open(.explain(page))
    }
}

extension DashboardAction {
    /// Rows that the keys of moving go in a list, down positive; 0 for other keys and for the ends.
    /// - Parameter rows: that are shown, at least 1.
    func rowStep(page rows: Int) -> Int {
        switch self {
        case .moveDown: 1
        case .moveUp: -1
        case .halfPageDown: max(1, rows / 2)
        case .halfPageUp: -max(1, rows / 2)
        case .pageDown: rows
        case .pageUp: -rows
        default: 0
        }
    }
}
