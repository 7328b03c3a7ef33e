import MagnusAnalysis
import MagnusDomain

/// Builds one answer: keeps the ledger, turns its entries into shown figures, collects sentences and offers.
///
/// Every figure in a sentence is a ledger entry: there is no other way to put a number into a ``Fragment``.
final class Composer {
    private(set) var ledger = ToolLedger()
    var sentences: [AnswerSentence] = []
    var actions: [AnswerAction] = []
    /// Rows named in the answer, in order, for "the second one".
    var listed: [ListedRow] = []

    /// Questions offered by their place, for "the first" and "the second".
    var offered: [String] = []
    /// Scans that were run for this question.
    var scans: [ScanResult] = []
    /// Rolls of the answer in their order, each as what it would be asked for with.
    var rolls: [RollWish] = []
    /// The answer was withdrawn for a question back.
    var isAskedBack = false

    // MARK: - Sentences

    /// A sentence on a line of its own.
    func line(_ fragment: Fragment) { sentences.append(AnswerSentence(fragment: fragment, startsLine: true)) }

    /// A sentence that continues the line.
    func more(_ fragment: Fragment) {
        sentences.append(AnswerSentence(fragment: fragment, startsLine: sentences.isEmpty))
    }

    func offer(_ action: String, _ label: String, _ parameters: [String: String] = [:]) {
        let offered = AnswerAction(label: label, action: action, parameters: parameters)
        if !actions.contains(offered) { actions.append(offered) }
    }

    func list(_ reference: String, symbol: String, title: String) {
        listed.append(ListedRow(reference: reference, symbol: symbol, title: title))
    }

    // MARK: - Sources

    func record(_ name: String, _ arguments: [String: String] = [:], rows: Int) {
        ledger.record(ToolCall(name: name, arguments: arguments, rows: rows))
    }

    func cite(
        _ source: String, _ title: String, passage: String = "", reference: String? = nil, age: Double? = nil
    ) -> Int {
        ledger.cite(
            AnswerCitation(source: source, title: title, passage: passage, reference: reference, ageSeconds: age))
    }

    // MARK: - Facts

    private func fact(
        _ text: String, _ name: String, _ content: LedgerEntry.Content, _ citation: Int?, formula: String? = nil
    ) -> Fragment {
        let entry = ledger.add(LedgerEntry(name: name, content: content, citation: citation, formula: formula))
        return Fragment([.fact(text: text, entry: entry)])
    }

    /// A known figure written by `write`, marked when stale or estimated; an unknown one in words with its reason.
    private func figure(
        _ figure: Figure, _ name: String, _ citation: Int, formula: String?, _ write: (Double) -> String?
    ) -> Fragment {
        guard let value = figure.value, let text = write(value) else {
            return Fragment([.words("unknown (\((figure.reason ?? .notFinite).words))")])
        }
        let mark = figure.trust == .stale ? "~" : figure.trust == .estimated ? "≈" : ""
        return fact(mark + text, name, .number(value), citation, formula: formula)
    }

    /// Whole dollars: with a sign `-935`, a sum without one `$26,000`, so that the screen's mask knows it for money.
    func dollars(
        _ value: Figure, _ name: String, _ citation: Int, signed: Bool = false, formula: String? = nil
    ) -> Fragment {
        figure(value, name, citation, formula: formula) {
            guard let text = Self.rounded($0, decimals: 0)?.text(decimals: 0, grouped: true, signed: signed) else {
                return nil
            }
            return signed || text.hasPrefix("-") ? text : "$" + text
        }
    }

    /// A price per share, two decimals.
    func price(
        _ value: Figure, _ name: String, _ citation: Int, signed: Bool = false, formula: String? = nil
    ) -> Fragment {
        figure(value, name, citation, formula: formula) {
            Self.rounded($0, decimals: 2)?.text(decimals: 2, grouped: true, signed: signed)
        }
    }

    /// A fraction as percent.
    func percent(
        _ value: Figure, _ name: String, _ citation: Int, decimals: Int = 0, signed: Bool = false,
        formula: String? = nil
    ) -> Fragment {
        figure(value, name, citation, formula: formula) {
            Self.rounded($0 * 100, decimals: decimals)?.text(decimals: decimals, grouped: true, signed: signed)
                .appending("%")
        }
    }

    /// A way to a strike, positive out of the money: signed percent with one decimal, and below 0.5 % the dollars a share,
    /// which the percent would show as nothing.
    func distance(_ fraction: Figure, dollars: Figure, _ name: String, _ citation: Int) -> Fragment {
        guard let share = fraction.value, abs(share) < 0.005, dollars.value != nil else {
            return percent(fraction, name, citation, decimals: 1, signed: true)
        }
        return "\(price(dollars, name, citation, signed: true)) a share"
    }

    /// A plain number with 0 to 4 decimals.
    func decimal(
        _ value: Figure, _ name: String, _ citation: Int, decimals: Int = 0, signed: Bool = false,
        formula: String? = nil
    ) -> Fragment {
        figure(value, name, citation, formula: formula) {
            Self.rounded($0, decimals: decimals)?.text(decimals: decimals, grouped: true, signed: signed)
        }
    }

    /// Rounded once, to the digits that are shown: 11.25499 by way of four decimals would be 11.26, which no source says,
    /// and the sentence with it would be withheld.
    private static func rounded(_ value: Double, decimals: Int) -> Money? {
        Money(dollars: DecimalText.rounded(value, decimals: decimals))
    }

    func count(_ value: Int, _ name: String, _ citation: Int) -> Fragment {
        fact(String(value), name, .number(Double(value)), citation, formula: "count")
    }

    /// `1 alert`, `7 alerts`, `2 expiries`.
    func counted(_ value: Int, _ noun: String, _ citation: Int) -> Fragment {
        "\(count(value, noun, citation)) \(Fragment([.words(Self.noun(noun, of: value))]))"
    }

    private static func noun(_ singular: String, of count: Int) -> String {
        if count == 1 { return singular }
        if singular.hasSuffix("y"), let before = singular.dropLast().last, !"aeiou".contains(before) {
            return singular.dropLast() + "ies"
        }
        return singular + "s"
    }

    /// The same of contracts or shares, which may be parts of one.
    func counted(_ value: Double, _ noun: String, _ citation: Int) -> Fragment {
        let whole = Int(exactly: value)
        let digits = whole == nil ? 4 : 0
        let words = Self.noun(noun, of: whole ?? 2)
        return "\(decimal(Figure(value), noun, citation, decimals: digits)) \(Fragment([.words(words)]))"
    }

    /// Whole dollars of a total, with the number of parts that are unknown.
    func dollars(_ total: Total, _ name: String, _ citation: Int, signed: Bool = false) -> Fragment {
        dollars(total.figure, name, citation, signed: signed) + unknown(total, name, citation)
    }

    func decimal(
        _ total: Total, _ name: String, _ citation: Int, decimals: Int = 0, signed: Bool = false
    ) -> Fragment {
        decimal(total.figure, name, citation, decimals: decimals, signed: signed) + unknown(total, name, citation)
    }

    private func unknown(_ total: Total, _ name: String, _ citation: Int) -> Fragment {
        guard total.unknownCount > 0, total.figure.value != nil else { return Fragment() }
        return " (\(count(total.unknownCount, name + " parts", citation)) unknown)"
    }

    /// `Wed 03-17`, beyond 300 days `2028-01-21`.
    func date(_ date: CalendarDate, today: CalendarDate) -> Fragment {
        let isFar = abs(date.days(since: today)) > 300
        let text = isFar ? date.iso8601 : "\(date.weekday.abbreviation) \(date.monthDay)"
        return fact(text, "date", .date(date), nil)
    }

    /// Words of a tool result, made harmless, shown verbatim.
    func quote(_ text: String, _ citation: Int? = nil, maximumLength: Int = 160) -> Fragment {
        let harmless = HarmlessText.sanitised(text, maximumLength: maximumLength)
        guard !harmless.isEmpty else { return Fragment() }
        return fact(harmless, "words", .text(harmless), citation)
    }
}

extension String {
    fileprivate func appending(_ other: String) -> String { self + other }
}

/// A row an answer named.
public struct ListedRow: Sendable, Hashable {
    /// Id of a strategy row, candidate or alert.
    public var reference: String
    public var symbol: String
    public var title: String

    public init(reference: String, symbol: String, title: String) {
        self.reference = reference
        self.symbol = symbol
        self.title = title
    }
}

extension UnknownReason {
    /// The reason inside a sentence.
    var words: String { rawValue.split(separator: "_").joined(separator: " ") }
}
