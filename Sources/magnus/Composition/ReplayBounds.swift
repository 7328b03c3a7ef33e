import MagnusDomain

/// Where the clock of a replay begins and ends, and what of the bounds that were asked for a recording does not reach.
struct ReplayBounds: Equatable {
    var start: Instant
    var end: Instant
    /// What was taken in place of a bound outside the recording; to be told wherever the replay is.
    var remarks: [String] = []

    /// - Parameters:
    ///   - span: of the recording.
    ///   - opening: where a replay begins that was asked for no other moment.
    /// - Throws: ``CommandFailure`` (exit 2) for an end before the recording: there is nothing to replay.
    init(_ request: WorldRequest, span: ClosedRange<Instant>, opening: Instant) throws {
        if let to = request.to, to < span.lowerBound {
            throw CommandFailure(
                .usage, code: "outside_data",
                "--to \(request.toText): the recording begins later, \(Self.text(span.lowerBound))",
                hint: "choose a moment up to \(Self.text(span.upperBound))")
        }
        end = min(request.to ?? span.upperBound, span.upperBound)
        start = min(max(request.from ?? opening, span.lowerBound), end)
        if let from = request.from, from != start {
            let place = from < start ? "begins later" : "ends before that"
            remarks.append("--from \(request.fromText): the recording \(place), replayed from \(Self.text(start))")
        }
        if let to = request.to, to != end {
            remarks.append("--to \(request.toText): the recording ends before that, replayed to \(Self.text(end))")
        }
    }

    /// `2015-12-23 16:01:00 ET`
    private static func text(_ moment: Instant) -> String {
        "\(moment.newYork.date.iso8601) \(moment.newYork.clock) ET"
    }
}
