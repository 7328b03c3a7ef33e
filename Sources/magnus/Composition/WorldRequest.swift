import MagnusDomain
import MagnusEngine

/// What the command line asks of the world, validated.
struct WorldRequest {
    var account: String?
    var seed: UInt64?
    var start: Instant?
    /// The start as it was written.
    var startText: String
    var speed: Double
    var isFrozen: Bool
    var replay: [String]
    var from: Instant?
    var to: Instant?
    /// The bounds as they were written.
    var fromText: String
    var toText: String
    /// Moment of `--as-of`: the close of that day in New York.
    var asOf: Instant?
    /// The day of ``asOf`` as it was given: an instant holds none beyond 2262.
    var asOfDay: CalendarDate?

    /// - Throws: ``CommandFailure`` (exit 2) naming the option.
    init(_ options: WorldOptions) throws {
        account = options.account
        seed = options.simulation.seed
        start = try options.simulation.start.map { try Self.instant($0, option: "--start", atEnd: false) }
        startText = options.simulation.start ?? ""
        speed = options.simulation.speed ?? 1
        guard speed.isFinite, (0...3600).contains(speed) else {
            throw CommandFailure(.usage, code: "usage", "--speed \(speed): not within 0 to 3600")
        }
        isFrozen = options.simulation.freeze || speed == 0
        replay = options.replay
        from = try options.from.map { try Self.instant($0, option: "--from", atEnd: false) }
        to = try options.to.map { try Self.instant($0, option: "--to", atEnd: true) }
        fromText = options.from ?? ""
        toText = options.to ?? ""
        asOf = try options.asOf.map { try Self.instant($0, option: "--as-of", atEnd: true) }
        asOfDay = options.asOf.flatMap { try? CalendarDate(iso8601: $0) } ?? asOf?.newYork.date
        // Without a replay they are bounds of the ledger, which has its own rule for one day alone.
        guard !replay.isEmpty, let from, let to, from > to else { return }
        throw CommandFailure(
            .usage, code: "usage", "--from \(fromText) is after --to \(toText)", hint: "the earlier one first")
    }

    /// A world that began outside its own market would stand on the nearest price, which is none of that day.
    /// - Throws: ``CommandFailure`` (exit 2) with the days there are.
    func refuseStart(outside days: ClosedRange<CalendarDate>) throws {
        guard let start, !days.contains(start.newYork.date) else { return }
        throw CommandFailure(
            .usage, code: "outside_data", "--start \(startText): the simulated market does not reach it",
            hint: "choose a date from \(days.lowerBound.iso8601) to \(days.upperBound.iso8601)")
    }

    /// An instant, or a date that stands for its open or its close in New York.
    private static func instant(_ text: String, option: String, atEnd: Bool) throws -> Instant {
        if let date = try? CalendarDate(iso8601: text) {
            let session = ExchangeCalendar.standard.session(on: date)
            if let session { return atEnd ? session.close : session.open }
            return NewYorkTime.instant(on: date, hour: atEnd ? 16 : 9, minute: atEnd ? 0 : 30)
        }
        do throws(TimeTextError) {
            return try Instant(rfc3339: text)
        } catch {
            throw CommandFailure(
                .usage, code: "usage", "\(option) \(text): not a date or instant",
                hint: "write 2027-03-15 or 2027-03-15T14:42:00Z")
        }
    }
}
