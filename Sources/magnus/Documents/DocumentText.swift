import MagnusDesk
import MagnusDomain

/// Lines of human output: harmless whatever the figures' neighbours say.
enum DocumentText {
    /// Scalars of one line at most.
    static let lineLimit = 2000

    /// One line without anything that acts on a terminal.
    static func line(_ text: String) -> String {
        HarmlessText.sanitised(text, maximumLength: lineLimit)
    }

    /// The lines of a text that may have several.
    static func lines(_ text: String) -> [String] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { line(String($0)) }
    }

    /// `2027-03-15 10:42` on the clock of New York.
    static func minute(_ instant: Instant) -> String {
        let time = instant.newYork
        return "\(time.date.iso8601) \(time.hourMinute)"
    }

    /// An age such as `3s`, the sign for unknown without one.
    static func age(_ seconds: Double?, _ format: FigureFormat) -> String {
        seconds.flatMap(DurationText.age) ?? format.marks.unknown
    }

    /// A count with commas, the sign for unknown without one.
    static func count(_ value: Int?, _ format: FigureFormat) -> String {
        value.flatMap { DecimalText.text(Double($0), isGrouped: true) } ?? format.marks.unknown
    }

    /// A price per share that may be missing.
    static func price(_ value: Double?, _ format: FigureFormat) -> String {
        format.price(Figure(value, else: .noSource))
    }

    /// `1 row`, `2 rows`.
    static func counted(_ count: Int, _ one: String, _ many: String) -> String {
        "\(DecimalText.text(Double(count), isGrouped: true) ?? String(count)) \(count == 1 ? one : many)"
    }

    /// How many closings have a result that is not known, and why; nothing where there are none.
    static func unopened(_ count: Int) -> [String] {
        guard count > 0 else { return [] }
        return [
            "\(counted(count, "closing", "closings")) opened in no file: what \(count == 1 ? "it" : "they") realised is "
                + "unknown and in no sum; import the earlier files"
        ]
    }

    /// What the files of each account have that its sums lack; nothing where they lack nothing.
    static func gaps(_ book: BookValuation) -> [String] {
        book.accounts.flatMap { account in LedgerGaps(account).words.map { "\(account.account.name): \($0)" } }
    }

    /// What the star beside a sum means; nothing where no part of it is as brokers state it.
    static func stated(_ parts: [StatedSum], _ format: FigureFormat) -> [String] {
        var sum = StatedSum()
        for part in parts { sum.add(part) }
        guard sum.count > 0 else { return [] }
        return [
            "* \(format.amount(sum.profit, isSigned: true)) of it as brokers state it: "
                + "\(counted(sum.count, "closing", "closings")) that no entry opened"
        ]
    }
}

extension FigureFormat {
    /// Only ASCII may be written.
    var isASCII: Bool { marks == .ascii }

    /// Greek letters of headings, or their names.
    var deltaName: String { isASCII ? "Delta" : "Δ" }
    var gammaName: String { isASCII ? "Gamma" : "Γ" }
    var thetaName: String { isASCII ? "Theta" : "θ" }
    var betaName: String { isASCII ? "Beta" : "β" }

    /// Sign of a severity.
    func glyph(_ priority: AlertPriority?) -> String {
        switch priority {
        case .critical: isASCII ? "!!" : "■"
        case .high: isASCII ? "!" : "▲"
        case .medium: isASCII ? "*" : "●"
        case .low: isASCII ? "." : "·"
        case nil: ""
        }
    }

    /// Marks of the Flag column.
    func text(_ flags: [PositionFlag]) -> String {
        flags.map { isASCII && $0 == .funded ? "+" : $0.rawValue }.joined()
    }
}
