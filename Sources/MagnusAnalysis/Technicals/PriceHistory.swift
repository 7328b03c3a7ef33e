import Glibc
import MagnusDomain

/// Daily bars made ready for analysis: those that cannot be are left out and named, and nothing before a break is used.
struct PriceHistory: Sendable {
    /// Sound, oldest first, one for each day.
    let bars: [DailyBar]
    let quality: HistoryQuality

    /// A close this many times the one before, or that part of it, is no move of a share: a split of two for one that was
    /// not adjusted is 2, earnings have moved large companies by less than 1.5. Indices are not split, and one of
    /// volatility has doubled in a day.
    static let largestMove = 1.8

    init(_ given: [DailyBar], kind: SecurityKind, calendar: ExchangeCalendar) {
        let ordered = given.sorted { $0.date < $1.date }
        var sound: [DailyBar] = []
        var unsound: [CalendarDate] = []
        for bar in ordered {
            if !Self.isSound(bar) {
                unsound.append(bar.date)
            } else if sound.last?.date == bar.date {
                // The source says it twice: the later one is the corrected one.
                sound[sound.count - 1] = bar
            } else {
                sound.append(bar)
            }
        }
        var seam: CalendarDate?
        if kind != .index {
            let breaks = zip(sound, sound.dropFirst()).enumerated().filter { _, pair in
                abs(log(pair.1.close / pair.0.close)) > log(Self.largestMove)
            }
            if let last = breaks.last {
                sound.removeFirst(last.offset + 1)
                seam = sound.first?.date
            }
        }
        let days = Set(sound.map(\.date))
        let missing: [CalendarDate]
        if let first = sound.first?.date, let last = sound.last?.date {
            missing = calendar.sessions(from: first, through: last).filter { !days.contains($0) }
        } else {
            missing = []
        }
        bars = sound
        quality = HistoryQuality(
            first: sound.first?.date, last: sound.last?.date, missing: missing,
            unsound: unsound.filter { day in seam.map { day >= $0 } ?? true }, seam: seam)
    }

    private static func isSound(_ bar: DailyBar) -> Bool {
        // Each by itself: the lesser of a number and what is none may be the number.
        bar.low > 0 && bar.high.isFinite && bar.low <= bar.open && bar.low <= bar.close && bar.open <= bar.high
            && bar.close <= bar.high && bar.volume.isFinite && bar.volume >= 0
    }
}

extension HeldClass {
    /// Classes by session, held until another one was seen at ``TrendReading/closesToSwitch`` closes in a row.
    /// - Parameter classes: oldest first.
    /// - Returns: nil without any.
    static func held(_ classes: [(day: CalendarDate, value: Value)]) -> HeldClass? {
        guard let first = classes.first else { return nil }
        var held = HeldClass(value: first.value, since: first.day, latest: first.value, pending: 0)
        for (day, value) in classes.dropFirst() {
            if value == held.value {
                held.pending = 0
            } else if value == held.latest {
                held.pending += 1
            } else {
                held.pending = 1
            }
            held.latest = value
            if held.pending >= TrendReading.closesToSwitch {
                (held.value, held.since, held.pending) = (value, day, 0)
            }
        }
        return held
    }
}
