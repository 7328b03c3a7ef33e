import MagnusDomain

/// `--from` and `--to` of the trades: from the beginning of one day in New York through the end of another, or from instant
/// to instant. Of a replay they are the span that is replayed, and leave nothing out here.
struct TradeSpan: Equatable {
    /// The first moment that counts; nil without a beginning.
    private(set) var start: Instant?
    /// The first moment that does not count any more; nil without an end.
    private(set) var end: Instant?

    /// - Throws: ``CommandFailure`` (exit 2) for what is no date, and for an end before its beginning.
    init(_ options: WorldOptions) throws {
        guard options.replay.isEmpty else { return }
        start = try options.from.map { try Self.moment($0, option: "--from", isEnd: false) }
        end = try options.to.map { try Self.moment($0, option: "--to", isEnd: true) }
        guard let start, let end, end <= start else { return }
        throw CommandFailure(
            .usage, code: "usage", "--from \(options.from ?? "") is after --to \(options.to ?? "")",
            hint: "the earlier one first")
    }

    func contains(_ time: Instant) -> Bool {
        (start.map { time >= $0 } ?? true) && (end.map { time < $0 } ?? true)
    }

    private static func moment(_ text: String, option: String, isEnd: Bool) throws -> Instant {
        if let date = try? CalendarDate(iso8601: text) {
            return NewYorkTime.instant(on: isEnd ? date.adding(days: 1) : date, secondsOfDay: 0)
        }
        do throws(TimeTextError) {
            let instant = try Instant(rfc3339: text)
            // The moment that is named counts too.
            return isEnd ? instant.adding(seconds: 1) : instant
        } catch {
            throw CommandFailure(
                .usage, code: "usage", "\(option) \(text): not a date or instant",
                hint: "write 2027-03-15 or 2027-03-15T14:42:00Z")
        }
    }
}
