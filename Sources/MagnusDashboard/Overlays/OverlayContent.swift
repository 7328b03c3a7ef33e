import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// What an overlay shows, apart from where: read by the renderer and by the reducer (scrolling, running, copying).
enum OverlayContent {
    /// Title and lines of a page that scrolls; nil for lists and prompts.
    static func page(
        _ overlay: Overlay, _ state: DashboardState, _ world: DashboardWorld, format: FigureFormat
    ) -> (title: String, lines: [PageLine], scroll: Int)? {
        let snapshot = state.shown(world.snapshot)
        switch overlay {
        case .explain(let page):
            let title = page.explanation?.title ?? page.title
            return ("Explain: \(title)", ExplanationPage.lines(page, format: format), page.scroll)
        case .details(let page):
            guard let snapshot else { return nil }
            let (title, lines) = details(page, state, world, snapshot, format)
            return (title, lines, page.scroll)
        case .whyNot(let page):
            guard let snapshot else { return nil }
            if page.pane == .alerts {
                return ("Why silent", CandidatePage.whySilent(snapshot.monitors, format: format), page.scroll)
            }
            return ("Why not", CandidatePage.whyNot(snapshot.opportunities, format: format), page.scroll)
        case .message(let page):
            return (
                page.title,
                page.text.split(separator: "\n", omittingEmptySubsequences: false).map {
                    .text(format.sentence(String($0)))
                }, page.scroll
            )
        case .importing(let page): return (page.title, page.lines(world, format: format), page.scroll)
        case .ledgerRow(let page):
            let now = snapshot?.asOf ?? Instant(secondsSinceEpoch: 0)
            let writer = LedgerWriter(format: format, today: now.newYork.date)
            let row =
                page.view.isAhead
                ? state.expiry.shown.flatMap {
                    page.isExplanation
                        ? ExpiryContent.explanation(page, $0, writer) : ExpiryContent.details(page, $0, writer)
                }
                : state.ledger.report.flatMap {
                    page.isExplanation
                        ? LedgerContent.explanation(page, $0, writer) : LedgerContent.details(page, $0, writer)
                }
            return (
                row?.title ?? page.view.title,
                row?.lines ?? [.text("This row is no longer there.", .textDim)], page.scroll
            )
        case .scenarioCell(let page):
            let made = ScenarioCellLines.lines(
                page, state.scenario.report, ScenarioPresets.all(snapshot), format: format)
            return (made.title, made.lines, page.scroll)
        case .disclaimer:
            return ("Disclaimer \(snapshot?.disclaimerVersion ?? "")", disclaimer(snapshot, world), 0)
        case .confirm(let confirmation):
            let lines: [PageLine] = confirmation.text.split(separator: "\n", omittingEmptySubsequences: false)
                .map { .text(format.sentence(String($0))) }
            let keys = world.keymap.shortHint(for: DashboardAction.open, in: ["overlay", "global"]) ?? ""
            let back = world.keymap.shortHint(for: DashboardAction.back, in: ["overlay", "global"]) ?? ""
            return (
                confirmation.title,
                lines + [.blank, .key(keys, confirmation.accept), .key(back, "Leave everything as it is")], 0
            )
        default: return nil
        }
    }

    private static func details(
        _ page: RowPage, _ state: DashboardState, _ world: DashboardWorld, _ snapshot: DeskSnapshot,
        _ format: FigureFormat
    ) -> (String, [PageLine]) {
        let gone: [PageLine] = [.text("This row is no longer there.", .textDim)]
        switch page.pane {
        case .positions:
            let strategy = snapshot.book.strategies.first { row in
                row.id == page.id || row.legs.contains { $0.position.id == page.id }
            }
            guard let strategy else { return ("Position", gone) }
            return (
                PositionPage.title(strategy), PositionPage.lines(strategy, snapshot, note: page.note, format: format)
            )
        case .alerts:
            guard let alert = snapshot.alerts.first(where: { $0.id == page.id }) else { return ("Alert", gone) }
            return ("Alert", AlertPage.lines(alert, state, world, format: format))
        case .opportunities:
            let all = snapshot.opportunities.candidates + snapshot.opportunities.scans.flatMap(\.nearestMisses)
            guard let candidate = all.first(where: { $0.id == page.id }) else { return ("Candidate", gone) }
            let age = snapshot.opportunities.quotedAt.map { snapshot.book.asOf.seconds(since: $0) } ?? 0
            return (
                CandidatePage.title(candidate),
                CandidatePage.lines(candidate.aged(by: age), book: snapshot.book, format: format)
            )
        case .greeks, .chat: return (page.pane.title, gone)
        }
    }

    private static func disclaimer(_ snapshot: DeskSnapshot?, _ world: DashboardWorld) -> [PageLine] {
        let lines: [PageLine] = [
            .text(FramePainter.disclaimer),
            .blank,
            .text(
                "Options can expire worthless, be assigned early and lose more than they cost. Figures rest on the sources "
                    + "and ages shown with them; a figure marked ~, ≈ or — must not be relied on. Check with your broker before you act."
            ),
            .blank,
        ]
        if snapshot?.isDisclaimerAccepted == true { return lines + [.text("Acknowledged.", .textDim)] }
        let key = world.keymap.shortHint(for: DashboardAction.open, in: ["overlay", "global"]) ?? "Enter"
        return lines + [.text("\(key) acknowledges version \(snapshot?.disclaimerVersion ?? "").", .accent)]
    }

    /// Entries of a searchable list.
    static func entries(_ overlay: Overlay, _ state: DashboardState, _ world: DashboardWorld) -> [PaletteEntry] {
        let snapshot = state.shown(world.snapshot)
        switch overlay {
        case .help(let list): return PaletteEntry.help(list.field.text, state, snapshot, world)
        case .palette(let list): return PaletteEntry.palette(list.field.text, state, snapshot, world)
        case .settings(let list):
            return settings(list.field.text, snapshot).map { row in
                PaletteEntry(title: row.key, details: row.explanation, keys: "", run: .nothing)
            }
        default: return []
        }
    }

    /// Settings whose name or words contain what was typed.
    static func settings(_ text: String, _ snapshot: DeskSnapshot?) -> [SettingRow] {
        let wanted = text.lowercased().split(separator: " ")
        return (snapshot?.settings ?? []).filter { row in
            let words = "\(row.key) \(row.value) \(row.explanation) \(row.source)".lowercased()
            return wanted.allSatisfy { words.contains($0) }
        }
    }
}
