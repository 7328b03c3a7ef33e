import MagnusDomain

/// Recordings of one stretch of time. Folders of different years are merged into one replay, and yet each has a book of its
/// own: what is opened on the quotes of one year does not outlive those of another.
struct ReplayEra: Sendable {
    /// Days without any recording that part two of them: longer than every closure of the exchange.
    private static let gap = 10.0

    var span: ClosedRange<Instant>
    var recordings: [Recording]

    /// The eras in order of time; recordings without a bar belong to none.
    static func split(_ recordings: [Recording]) -> [ReplayEra] {
        let spans = recordings.compactMap { recording in recording.span.map { (span: $0, recording: recording) } }
            .sorted { $0.span.lowerBound < $1.span.lowerBound }
        var eras: [ReplayEra] = []
        for (span, recording) in spans {
            guard let known = eras.last?.span, known.upperBound.adding(seconds: gap * 86_400) >= span.lowerBound else {
                eras.append(ReplayEra(span: span, recordings: [recording]))
                continue
            }
            eras[eras.count - 1].span = known.lowerBound...max(known.upperBound, span.upperBound)
            eras[eras.count - 1].recordings.append(recording)
        }
        return eras
    }
}
