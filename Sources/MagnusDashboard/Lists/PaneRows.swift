import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The rows of each pane in the order shown, as the reducer moves among them and the renderer draws them.
enum PaneRows {
    /// Ids of the rows of a pane.
    static func ids(_ pane: Pane, _ state: DashboardState, _ snapshot: DeskSnapshot) -> [String] {
        switch pane {
        case .positions: PositionRow.places(snapshot, state.positions).map { PositionRow.id(at: $0, snapshot) }
        case .greeks:
            state.greeks.page == .attribution
                ? attribution(snapshot).map(\.id) : greeks(state.greeks.page, snapshot).map(\.id)
        case .alerts: alerts(snapshot, state.alerts).map(\.id)
        case .opportunities: candidates(snapshot, state.opportunities).map(\.id)
        case .chat: chat(snapshot)
        }
    }

    static func alerts(_ snapshot: DeskSnapshot, _ view: AlertsView) -> [Alert] {
        func isOpen(_ state: AlertState) -> Bool { state == .active || state == .acknowledged || state == .snoozed }
        // Mostly all are open: then nothing is copied.
        let open =
            snapshot.alerts.indices.allSatisfy { isOpen(snapshot.alerts[$0].state) }
            ? snapshot.alerts : snapshot.alerts.filter { isOpen($0.state) }
        return view.filter.apply(
            open,
            text: { alert in
                [
                    "\(alert.finding.title)\t", alert.finding.trailing, alert.finding.message,
                    alert.finding.symbol ?? "",
                ].joined(separator: " ")
            },
            words: { alert in
                RowFilter.words(alert.finding.monitor.rawValue)
                    + [alert.finding.priority.rawValue.lowercased(), alert.state.rawValue]
            })
    }

    /// Whether a mute covers an alert that is shown: one that breaks it.
    static func isMuted(_ alert: Alert, _ snapshot: DeskSnapshot) -> Bool {
        let muted = snapshot.monitors.first { $0.name == alert.finding.monitor }?.muted ?? []
        return muted.contains("*") || alert.finding.symbol.map(muted.contains) ?? false
    }

    static func candidates(_ snapshot: DeskSnapshot, _ view: OpportunitiesView) -> [Candidate] {
        let passed = view.filter.apply(
            snapshot.opportunities.candidates,
            text: { candidate in
                [
                    candidate.symbol, candidate.shortName, candidate.typeWord, candidate.contract.expiry.iso8601,
                ].joined(separator: " ")
            },
            words: { RowFilter.words($0.strategy.rawValue) + [$0.cap?.lowercased() ?? ""] })
        let ordered: [Candidate]
        switch view.sort {
        case .score: ordered = passed
        case .income: ordered = sorted(passed) { $0.annualizedReturn.value.map { -$0 } }
        case .dte: ordered = sorted(passed) { Double($0.daysToExpiry) }
        case .pop: ordered = sorted(passed) { $0.probabilityOfProfit.value.map { -$0 } }
        case .symbol:
            ordered = passed.enumerated().sorted {
                ($0.element.symbol, $0.offset) < ($1.element.symbol, $1.offset)
            }.map(\.element)
        }
        return view.isReversed ? ordered.reversed() : ordered
    }

    private static func sorted(_ rows: [Candidate], _ figure: (Candidate) -> Double?) -> [Candidate] {
        rows.enumerated().sorted { left, right in
            let (first, second) = (figure(left.element) ?? .infinity, figure(right.element) ?? .infinity)
            return first == second ? left.offset < right.offset : first < second
        }.map(\.element)
    }

    /// A line of the Greeks pane with the id under which `explain` knows its figures.
    struct GreeksLine: Equatable {
        var id: String
        var label: String
        var row: GreeksRow
    }

    static func greeks(_ page: GreeksPage, _ snapshot: DeskSnapshot) -> [GreeksLine] {
        let book = snapshot.book
        switch page {
        case .book:
            return [
                GreeksLine(id: "book", label: "Book", row: book.greeks),
                GreeksLine(id: "greeks/\(book.nearGreeks.key)", label: "≤2DTE", row: book.nearGreeks),
            ]
        case .symbol: return lines(book.bySymbol)
        case .sector: return lines(book.bySector)
        case .attribution: return []
        case .strategy:
            // The key is the row's id; what a person knows it by is its name.
            let names = Dictionary(
                book.strategies.map { ($0.id, "\($0.symbol) \($0.title)") }, uniquingKeysWith: { first, _ in first })
            return lines(book.byStrategy).map { line in
                GreeksLine(id: line.id, label: names[line.label] ?? line.label, row: line.row)
            }
        }
    }

    /// A line of the attribution of the day; its id is the row whose profit `explain` knows.
    struct AttributionLine: Equatable {
        var id: String
        var label: String
        var row: DayAttribution
    }

    /// The book, then the rows that gained or lost most.
    static func attribution(_ snapshot: DeskSnapshot) -> [AttributionLine] {
        guard let table = snapshot.book.dayAttribution else { return [] }
        let names = Dictionary(
            snapshot.book.strategies.map { ($0.id, "\($0.symbol) \($0.title)") },
            uniquingKeysWith: { first, _ in first })
        let rows = table.rows.enumerated().sorted { left, right in
            let (first, second) = (
                left.element.total.figure.value.map(abs) ?? -1, right.element.total.figure.value.map(abs) ?? -1
            )
            return first == second ? left.offset < right.offset : first > second
        }
        return [AttributionLine(id: "book", label: "Book", row: table.book)]
            + rows.map {
                AttributionLine(id: $0.element.key, label: names[$0.element.key] ?? $0.element.key, row: $0.element)
            }
    }

    private static func lines(_ rows: [GreeksRow]) -> [GreeksLine] {
        rows.map { GreeksLine(id: "greeks/\($0.key)", label: $0.key, row: $0) }
    }

    /// Messages, or the suggestions of an empty conversation.
    static func chat(_ snapshot: DeskSnapshot) -> [String] {
        snapshot.transcript.messages.isEmpty
            ? snapshot.transcript.suggestions.indices.map { "suggestion:\($0)" }
            : snapshot.transcript.messages.map(\.id)
    }

    /// The line under the cursor; nil on the page of the attribution and on the foot of the book's page.
    static func greeksLine(_ state: DashboardState, _ snapshot: DeskSnapshot) -> GreeksLine? {
        guard state.greeks.page != .attribution, state.greeks.foot == nil else { return nil }
        let lines = greeks(state.greeks.page, snapshot)
        return state.greeks.cursor.line(in: lines.map(\.id)).map { lines[$0] }
    }

    static func attributionLine(_ state: DashboardState, _ snapshot: DeskSnapshot) -> AttributionLine? {
        let lines = attribution(snapshot)
        return state.greeks.cursor.line(in: lines.map(\.id)).map { lines[$0] }
    }

    /// What a question asked here is about.
    static func context(_ state: DashboardState, _ snapshot: DeskSnapshot) -> ChatContext? {
        switch state.focus {
        case .positions:
            guard let row = position(state, snapshot) else { return nil }
            return ChatContext(
                label: "\(row.strategy.symbol) \(row.strategy.title)", symbol: row.strategy.symbol, reference: row.id)
        case .alerts:
            guard let alert = alert(state, snapshot) else { return nil }
            return ChatContext(label: alert.finding.title, symbol: alert.finding.symbol, reference: alert.id)
        case .opportunities:
            guard let candidate = candidate(state, snapshot) else { return nil }
            return ChatContext(
                label: "\(candidate.symbol) \(candidate.shortName)", symbol: candidate.symbol,
                reference: candidate.id)
        case .greeks where state.greeks.page == .attribution:
            guard let line = attributionLine(state, snapshot) else { return nil }
            let symbol = snapshot.book.strategies.first { $0.id == line.id }?.symbol
            return ChatContext(label: "Today of \(line.label)", symbol: symbol, reference: line.id)
        case .greeks:
            guard let line = greeksLine(state, snapshot) else { return nil }
            return ChatContext(
                label: "Greeks of \(line.label)", symbol: state.greeks.page == .symbol ? line.row.key : nil,
                reference: line.id)
        case .chat: return nil
        }
    }

    /// nil on the totals.
    static func position(_ state: DashboardState, _ snapshot: DeskSnapshot) -> PositionRow? {
        guard state.positions.total == nil else { return nil }
        let places = PositionRow.places(snapshot, state.positions)
        let ids = places.map { PositionRow.id(at: $0, snapshot) }
        return state.positions.cursor.line(in: ids).map { PositionRow.row(at: places[$0], snapshot) }
    }

    static func alert(_ state: DashboardState, _ snapshot: DeskSnapshot) -> Alert? {
        let rows = alerts(snapshot, state.alerts)
        return state.alerts.cursor.line(in: rows.map(\.id)).map { rows[$0] }
    }

    static func candidate(_ state: DashboardState, _ snapshot: DeskSnapshot) -> Candidate? {
        let rows = candidates(snapshot, state.opportunities)
        return state.opportunities.cursor.line(in: rows.map(\.id)).map { rows[$0] }
    }

    static func message(_ state: DashboardState, _ snapshot: DeskSnapshot) -> ChatMessage? {
        guard !snapshot.transcript.messages.isEmpty else { return nil }
        let messages = snapshot.transcript.messages
        // Without a choice of its own the cursor is on the newest.
        guard state.chat.cursor.selected != nil else { return messages.last }
        return state.chat.cursor.line(in: messages.map(\.id)).map { messages[$0] }
    }
}
