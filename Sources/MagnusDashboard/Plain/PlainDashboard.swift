import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The dashboard as plain text from top to bottom, for screen readers, pipes and terminals that cannot move the cursor:
/// labels instead of columns, no drawing, no colour.
public enum PlainDashboard {
    /// Sections that can be asked for alone.
    public enum Section: String, Sendable, CaseIterable {
        case status
        case positions
        case alerts
        case greeks
        case opportunities
        case chat
    }

    /// - Parameters:
    ///   - sections: in the order wanted.
    ///   - glyphs: ASCII for terminals without Unicode.
    public static func text(
        _ snapshot: DeskSnapshot, sections: [Section] = Section.allCases, isMasked: Bool = false,
        glyphs: GlyphSet = .unicode
    ) -> String {
        let format = FigureFormat(isMasked: isMasked, marks: glyphs.isUnicode ? .unicode : .ascii)
        var lines: [String] = []
        for section in sections {
            if !lines.isEmpty { lines.append("") }
            switch section {
            case .status: lines += status(snapshot, format)
            case .positions: lines += positions(snapshot, format)
            case .alerts: lines += alerts(snapshot, format)
            case .greeks: lines += greeks(snapshot, format)
            case .opportunities: lines += opportunities(snapshot, format)
            case .chat: lines += chat(snapshot, format)
            }
        }
        return lines.map { glyphs.adapted(HarmlessText.sanitised($0)) }.joined(separator: "\n") + "\n"
    }

    private static func status(_ snapshot: DeskSnapshot, _ format: FigureFormat) -> [String] {
        let isReal = snapshot.shownAccounts.contains { $0.kind.isReal }
        var lines = [
            "MAGNUS \(isReal ? "LIVE" : "PAPER") account, \(snapshot.world.kind.rawValue) market, "
                + "\(snapshot.asOf.newYork.description), session \(snapshot.session.word)."
        ]
        if snapshot.isHalted { lines.append("HALT: the kill switch is on.") }
        if let reason = snapshot.readOnlyReason { lines.append("READ ONLY\(reason.dropFirst(9)).") }
        for account in snapshot.book.accounts {
            lines.append(
                "Account \(account.account.name): net liquidation \(format.total(account.netLiquidation, format.dollars)), "
                    + "today \(format.total(account.dayProfit, format.profit)), free cash \(format.dollars(account.freeCash)), "
                    + "T-bill funds \(format.dollars(account.treasuryBillFunds)).")
        }
        for feed in snapshot.feeds {
            let age = feed.dataAgeSeconds.flatMap { DurationText.age($0) } ?? "no data"
            lines.append(
                "Source \(feed.name): \(feed.isHealthy ? "healthy" : "STALE"), \(age)\(feed.problem.map { ", " + $0 } ?? "")."
            )
        }
        if !snapshot.isDisclaimerAccepted { lines.append(FramePainter.disclaimer) }
        return lines
    }

    private static func positions(_ snapshot: DeskSnapshot, _ format: FigureFormat) -> [String] {
        let rows = PositionRow.strategies(snapshot, PositionsView())
        guard !rows.isEmpty else {
            let reason = EmptyBook.reason(in: snapshot.world.kind)
            return ["POSITIONS", reason ?? "No positions. Import a broker file: magnus import FILE."]
        }
        var lines = ["POSITIONS: \(CountedNoun.text(rows.count, "row")), what needs attention first"]
        let today = snapshot.asOf.newYork.date
        for row in rows {
            var words: [String] = []
            if let severity = row.severity { words.append(severity.rawValue) }
            words.append("\(row.listedSymbol) \(row.title)")
            if let expiry = row.expiry { words.append("expires \(expiry.expiryText(today: today))") }
            if let days = row.daysToExpiry { words.append(CountedNoun.text(days, "day")) }
            words.append("P/L \(format.profit(row.unrealizedProfit))")
            func add(_ label: String, _ figure: Figure, _ text: String) {
                if figure != .unknown(.notApplicable) { words.append("\(label) \(text)") }
            }
            add("captured", row.captured, format.captured(row.captured))
            add("distance", row.distance, format.distance(row.distance, dollars: row.distanceDollars))
            add("delta", row.delta, format.shares(row.delta))
            add("theta", row.thetaPerDay, format.profit(row.thetaPerDay) + " a day")
            add("assignment", row.assignmentProbability, format.percent(row.assignmentProbability))
            if !row.flags.isEmpty {
                words.append("flags " + row.flags.map(PositionPage.words).joined(separator: " and "))
            }
            lines.append(words.joined(separator: ", "))
        }
        let book = snapshot.book
        lines.append(
            "Total: open \(format.total(book.openProfit, format.profit)), today \(format.total(book.dayProfit, format.profit)), "
                + "theta \(format.total(book.thetaPerDay, format.profit)) a day, "
                + "short extrinsic \(format.total(book.shortExtrinsic, format.dollars))")
        return lines
    }

    private static func alerts(_ snapshot: DeskSnapshot, _ format: FigureFormat) -> [String] {
        let open = PaneRows.alerts(snapshot, AlertsView())
        var lines = ["ALERTS: \(open.count)"]
        for monitor in snapshot.monitors {
            if let failure = monitor.failure {
                lines.append("HIGH: monitor \(monitor.name.rawValue) stopped: \(failure)")
            }
        }
        guard !open.isEmpty else { return lines + [FramePainter.quietText(snapshot, format)] }
        for alert in open {
            let finding = alert.finding
            let mark = snapshot.unstoredAlerts.contains(alert.id) ? ", not stored" : ""
            let state = alert.state == .active ? "" : " (\(alert.state.rawValue)\(mark))"
            let trailing = finding.trailing.isEmpty ? "" : ", \(format.sentence(finding.trailing))"
            lines.append(
                "\(finding.priority.rawValue)\(state): \(format.sentence(finding.title))\(trailing). "
                    + "\(format.sentence(finding.message)). Id \(alert.id)")
        }
        return lines
    }

    private static func greeks(_ snapshot: DeskSnapshot, _ format: FigureFormat) -> [String] {
        let book = snapshot.book
        guard !book.strategies.isEmpty else { return ["GREEKS", "No positions, no Greeks."] }
        var lines = ["GREEKS"]
        for line in PaneRows.greeks(.book, snapshot) {
            let row = line.row
            lines.append(
                "\(line.label == "Book" ? "Book" : "Two days or fewer"): dollar delta "
                    + "\(format.compactDollars(row.dollarDelta.figure, isSigned: true)), beta delta "
                    + "\(format.benchmarkShares(row.betaWeightedDelta.figure)) \(book.benchmark) shares, gamma for 1 % "
                    + "\(format.compactDollars(row.dollarGammaOnePercent.figure, isSigned: true)), theta "
                    + "\(format.profit(row.thetaPerDay.figure)) a day, vega30 \(format.profit(row.vega30.figure))")
        }
        lines.append(
            "Beta delta is \(format.netLiquidationShare(book.deltaFractionOfNetLiquidation)) of net liquidation")
        for cell in book.scenarios {
            let days = cell.daysForward > 0 ? " in \(CountedNoun.text(cell.daysForward, "day"))" : ""
            let move = DecimalText.text(cell.benchmarkMove * 100, isSigned: true) ?? "?"
            lines.append(
                "\(book.benchmark) \(move) %\(days): "
                    + format.total(cell.profit) { format.compactDollars($0, isSigned: true) })
        }
        if let today = book.dayAttribution?.book {
            let parts = [
                ("delta", today.delta), ("gamma", today.gamma), ("theta", today.theta), ("vega", today.vega),
                ("vanna and volga", today.cross), (today.isResidualLarge ? "rest (large)" : "rest", today.residual),
            ]
            lines.append(
                "Today \(format.total(today.total, format.profit)): "
                    + parts.map { "\($0.0) \(format.profit($0.1.figure))" }.joined(separator: ", "))
        }
        if !book.excluded.isEmpty { lines.append("Without quotes, excluded: \(book.excluded.joined(separator: ", "))") }
        return lines
    }

    private static func opportunities(_ snapshot: DeskSnapshot, _ format: FigureFormat) -> [String] {
        let board = snapshot.opportunities
        guard !board.candidates.isEmpty else { return ["OPPORTUNITIES", FramePainter.emptyText(board, whyNot: nil)] }
        var lines = ["OPPORTUNITIES: \(board.candidates.count), best first"]
        for candidate in board.candidates {
            lines.append(
                "Score \(format.rank(candidate.scoreFigure))\(candidate.isCapped ? " capped" : ""), "
                    + "\(candidate.typeWord) \(candidate.symbol) \(candidate.shortName) "
                    + "\(candidate.contract.expiry.iso8601), \(CountedNoun.text(candidate.daysToExpiry, "day")), fill \(format.price(candidate.fill)), "
                    + "\(format.income(candidate))\(candidate.spread == nil ? " a year" : ""), profit "
                    + "\(format.percent(candidate.probabilityOfProfit)), \(format.decimalPercent(candidate.outOfTheMoney)) out of the money"
            )
        }
        if !board.room.isEmpty { lines.append("Room: \(format.sentence(board.room))") }
        return lines
    }

    private static func chat(_ snapshot: DeskSnapshot, _ format: FigureFormat) -> [String] {
        let transcript = snapshot.transcript
        guard !transcript.messages.isEmpty else {
            return ["CHAT"] + transcript.suggestions.map { "You could ask: \($0)" }
        }
        var lines = ["CHAT"]
        for message in transcript.messages {
            lines.append("\(message.role == .user ? "You" : "Magnus"): \(format.sentence(message.text))")
            guard let answer = message.answer else { continue }
            for (index, citation) in answer.citations.enumerated() {
                let age = citation.ageSeconds.flatMap { DurationText.age($0) }.map { ", " + $0 } ?? ""
                lines.append("Source \(index + 1): \(citation.source), \(citation.title)\(age)")
            }
        }
        return lines
    }
}
