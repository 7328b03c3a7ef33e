import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The line at the top: what world this is, how the account stands, how old the data are.
extension FramePainter {
    /// How much of the line there is room for. Rises until it fits.
    private struct Brevity {
        var level: Int
        var hidesVolatility: Bool { level >= 1 }
        var shortensUnknown: Bool { level >= 2 }
        var hidesName: Bool { level >= 3 }
        var hidesBills: Bool { level >= 4 }
        var shortensDate: Bool { level >= 5 }
        var shortens: Bool { level >= 6 }
        var hidesDay: Bool { level >= 7 }
        var hidesWeekday: Bool { level >= 8 }
        var hidesSpeed: Bool { level >= 9 }
        var hidesFree: Bool { level >= 10 }
        var hidesAge: Bool { level >= 11 }
        var hidesValue: Bool { level >= 12 }
        var hidesSession: Bool { level >= 13 }
        static let highest = 13
    }

    mutating func paintStatus() {
        surface.fill(layout.status, style: theme[.status].over(theme.ground))
        guard let snapshot else {
            surface.put(" MAGNUS  starting", column: 0, row: layout.status.row, style: theme[.status])
            return
        }
        if snapshot.isHalted {
            let spans = [
                Span(" "), modeSpan, Span(" "), Span(" HALT ", theme[.statusHalt]), Span(" no order leaves this house"),
            ]
            surface.put(spans, column: 0, row: layout.status.row)
            return
        }
        for level in 0...Brevity.highest {
            let spans = statusSpans(snapshot, Brevity(level: level))
            guard spans.width <= layout.status.columns || level == Brevity.highest else { continue }
            surface.put(spans, column: 0, row: layout.status.row, limit: layout.status.columns)
            return
        }
    }

    private var modeSpan: Span {
        let isPaper = isPaper
        return Span(isPaper ? "PAPER" : "LIVE", theme[isPaper ? .statusModePaper : .statusModeLive])
    }

    private func statusSpans(_ snapshot: DeskSnapshot, _ brevity: Brevity) -> [Span] {
        let label = theme[.statusLabel]
        let plain = theme[.status]
        var spans: [Span] = [Span(" ")]
        func add(_ text: String, _ style: Style, gap: Int = 1) {
            spans.append(Span(String(repeating: " ", count: gap)))
            spans.append(Span(adapted(text), style))
        }
        if !brevity.hidesName { spans += [Span("MAGNUS ", theme[.textStrong])] }
        spans.append(modeSpan)
        if snapshot.world.kind != .live { add(worldWord(snapshot.world.kind, brevity.shortens), theme[.dataSimulated]) }
        if snapshot.isDiskFailed {
            add("DISK FAILED", theme[.alertCritical])
        } else if snapshot.isReadOnly {
            add(snapshot.isDiskFull ? "DISK FULL" : "READ ONLY", theme[.alertHigh])
        }
        if state.pausedSnapshot != nil { add("PAUSED", theme[.alertHigh]) }
        let time = now.newYork
        var clock = time.clock
        if !brevity.shortens { clock += " ET" }
        if !brevity.shortensDate {
            clock = "\(time.date.weekday.abbreviation) \(time.date.iso8601) \(clock)"
        } else if !brevity.hidesWeekday {
            clock = "\(time.date.weekday.abbreviation) \(clock)"
        }
        add(clock, plain)
        if !brevity.hidesSpeed, snapshot.world.kind != .live { add(speed(snapshot.world), label) }
        if !brevity.hidesSession {
            add(snapshot.session.word, snapshot.session.isOpen ? plain : label, gap: brevity.shortens ? 1 : 2)
            if let offer = ExpiryOffer(snapshot), offer.isInStatus { add("EXPIRY \(offer.count)", theme[.alertHigh]) }
        }
        let accounts = snapshot.book.accounts
        if !brevity.hidesValue { addValue(accounts, brevity, &spans) }
        if !brevity.hidesFree, !accounts.isEmpty {
            let free = total(accounts.map(\.freeCash)) ?? accounts[0].freeCash
            let unknown = accounts.count { $0.freeCash.value == nil }
            let isKnown = unknown < accounts.count
            spans += [
                Span("  "), Span("free ", label),
                Span(format.compactDollars(free), isKnown ? plain : theme[.dataUnknown]),
            ]
            if isKnown, unknown > 0 { spans.append(unknownCount(unknown, brevity)) }
            if !brevity.hidesBills, let bills = total(accounts.map(\.treasuryBillFunds)), (bills.value ?? 0) >= 0.5 {
                spans.append(Span("+" + format.compactDollars(bills), plain))
            }
        }
        if !brevity.hidesVolatility, snapshot.volatilityIndex.value != nil {
            spans += [Span("  "), Span("VIX ", label), Span(adapted(format.price(snapshot.volatilityIndex)), plain)]
        }
        if !brevity.hidesAge { addAge(snapshot, brevity, &spans) }
        let counts = severityCounts(snapshot)
        if !counts.isEmpty { spans += [Span("  ")] + counts }
        return spans
    }

    private func addValue(_ accounts: [AccountValuation], _ brevity: Brevity, _ spans: inout [Span]) {
        guard !accounts.isEmpty else { return }
        guard let value = total(accounts.map(\.netLiquidation.figure)) else {
            spans += [
                Span("  "), Span("NL ", theme[.statusLabel]), Span(format.marks.unknown, theme[.dataUnknown]),
            ]
            return
        }
        let unknown = accounts.reduce(0) { $0 + $1.netLiquidation.unknownCount }
        let text = brevity.shortens ? format.compactDollars(value) : format.dollars(value)
        spans += [Span("  "), Span("NL ", theme[.statusLabel]), Span(text, theme[.status])]
        if unknown > 0, !brevity.shortens { spans.append(unknownCount(unknown, brevity)) }
        // The share of accounts whose value is known: the day of another belongs to another value.
        let valued = accounts.filter { $0.netLiquidation.figure.value != nil }
        guard !brevity.hidesDay, let day = total(valued.map(\.dayProfit.figure)) else { return }
        let fraction = day.combined(with: value) { $0 / ($1 - $0) }
        guard let move = fraction.value else { return }
        let sign = abs(move) < 0.0005 ? "" : move > 0 ? glyphs.up : glyphs.down
        let style = theme[sign.isEmpty ? .pnlFlat : move > 0 ? .pnlUp : .pnlDown]
        let mark = fraction.trust.map(format.marks.mark) ?? ""
        let magnitude = format.decimalPercent(Figure(abs(move)))
        spans += [Span(" "), Span(mark + sign + magnitude, style)]
    }

    /// A sum that lacks parts says how many.
    private func unknownCount(_ count: Int, _ brevity: Brevity) -> Span {
        let isShort = brevity.shortens || brevity.shortensUnknown
        return Span(
            isShort ? " (\(count)\(format.marks.unknown))" : " (\(count) unknown)", theme[.dataUnknown])
    }

    private func addAge(_ snapshot: DeskSnapshot, _ brevity: Brevity, _ spans: inout [Span]) {
        let oldest = snapshot.feeds.compactMap(\.dataAgeSeconds).max()
        let isSick = snapshot.feeds.contains { !$0.isHealthy }
        guard let age = oldest.flatMap(DurationText.age) else {
            if !snapshot.feeds.isEmpty { spans += [Span("  "), Span("no data", theme[.alertHigh])] }
            return
        }
        spans.append(Span("  "))
        if !brevity.shortens { spans.append(Span("data ", theme[.statusLabel])) }
        spans.append(Span(age, theme[isSick ? .alertHigh : .status]))
    }

    private func worldWord(_ kind: WorldKind, _ isShort: Bool) -> String {
        kind == .simulated && isShort ? "SIM" : kind.rawValue
    }

    /// How fast the clock beside it runs now, closed hours included.
    private func speed(_ world: WorldStatus) -> String {
        if world.isFrozen { return "frozen" }
        let text = DecimalText.text(world.rate, decimals: world.rate == world.rate.rounded() ? 0 : 1) ?? "?"
        return "x" + text
    }

    /// Sum of the known parts, nil when none is known.
    func total(_ figures: [Figure]) -> Figure? {
        let known = figures.filter { $0.value != nil }
        guard let first = known.first else { return nil }
        return known.dropFirst().reduce(first) { $0.combined(with: $1, +) }
    }
}
