import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Writes cells and words of the views: the same formats as the panes.
struct LedgerWriter: Sendable, Equatable {
    var format: FigureFormat
    var today: CalendarDate

    /// Signed whole dollars of a result.
    func profit(_ money: Money) -> LedgerTable.Cell {
        LedgerTable.Cell(
            text: format.profit(Figure(money.dollars)), scope: FigureScope.profit(Figure(money.dollars)),
            order: money.dollars, plain: money.exactText, reading: format.amount(money, isSigned: true))
    }

    /// Cash that came or went: signed, and neither won nor lost.
    func cash(_ money: Money) -> LedgerTable.Cell {
        LedgerTable.Cell(
            text: format.profit(Figure(money.dollars)), order: money.dollars, plain: money.exactText,
            reading: format.amount(money, isSigned: true))
    }

    /// How many closings have a result that is not known, and why; nothing where there are none.
    func unopened(_ count: Int) -> [PageLine] {
        guard count > 0 else { return [] }
        return [
            .text(
                "\(CountedNoun.text(count, "closing")) opened in no file: what \(count == 1 ? "it" : "they") realised is unknown and in no sum. Import the earlier files.",
                .textDim)
        ]
    }

    /// What the star beside a sum means; nothing where no part of it is as brokers state it.
    func stated(_ parts: [StatedSum]) -> [PageLine] {
        var sum = StatedSum()
        for part in parts { sum.add(part) }
        guard sum.count > 0 else { return [] }
        let (part, closings) = (profit(sum.profit).text, CountedNoun.text(sum.count, "closing"))
        return [.text("* \(part) of it as brokers state it: \(closings) opened in no file.", .textDim)]
    }

    /// A result that may be unknown.
    func profit(_ money: Money?) -> LedgerTable.Cell { money.map { profit($0) } ?? unknown(.noBasis) }

    /// An exact amount, to the cent.
    func amount(_ money: Money?, isSigned: Bool = false) -> LedgerTable.Cell {
        guard let money else { return unknown(.noBasis) }
        let scope = isSigned ? FigureScope.profit(Figure(money.dollars)) : .text
        return LedgerTable.Cell(
            text: format.amount(money, isSigned: isSigned), scope: scope, order: money.dollars,
            plain: money.exactText)
    }

    func figure(_ figure: Figure, _ write: (Figure) -> String, isProfit: Bool = false) -> LedgerTable.Cell {
        guard let value = figure.value else { return unknown(figure.reason) }
        return LedgerTable.Cell(
            text: write(figure), scope: isProfit ? FigureScope.profit(figure) : .text, order: value,
            trust: figure.trust ?? .fresh)
    }

    func price(_ value: Figure) -> LedgerTable.Cell { figure(value, format.price) }

    func percent(_ value: Figure, isSigned: Bool = false) -> LedgerTable.Cell {
        figure(value, { format.decimalPercent($0, isSigned: isSigned) })
    }

    /// On a page of its own an unknown figure says why it is unknown.
    func told(_ figure: Figure, _ write: (Figure) -> String) -> String {
        figure.reason.map { "\(format.marks.unknown) \(Self.reason($0))" } ?? write(figure)
    }

    /// Why a figure of the history is not known.
    static func reason(_ reason: UnknownReason) -> String {
        switch reason {
        case .noBasis: "no event tells what was paid"
        case .noSource: "no source tells it"
        case .insufficientHistory: "nothing recorded it at the time"
        case .notApplicable: "there is nothing it could be of"
        case .incomplete: "a part of it is unknown"
        case .expiredUnresolved: "expired, and no event tells how it ended"
        default: words(reason.rawValue)
        }
    }

    func count(_ value: Int) -> LedgerTable.Cell {
        LedgerTable.Cell(text: DecimalText.grouped(UInt64(max(0, value))), order: Double(value))
    }

    /// A signed number of contracts or shares.
    func quantity(_ value: Quantity) -> LedgerTable.Cell {
        LedgerTable.Cell(text: value.signedText, order: value.value)
    }

    /// A count of contracts or shares without a sign.
    func plain(_ value: Quantity) -> LedgerTable.Cell {
        LedgerTable.Cell(text: Self.unsigned(value), order: value.value)
    }

    func date(_ date: CalendarDate?) -> LedgerTable.Cell {
        guard let date else { return unknown() }
        return LedgerTable.Cell(text: date.iso8601, order: Double(date.daysSinceEpoch), plain: date.iso8601)
    }

    func date(_ time: Instant) -> LedgerTable.Cell { date(time.newYork.date) }

    /// - Parameter reason: nil where no source gives one.
    func unknown(_ reason: UnknownReason? = nil) -> LedgerTable.Cell {
        LedgerTable.Cell(
            text: format.marks.unknown, scope: .dataUnknown, isUnknown: true, reason: reason ?? .noSource)
    }

    /// A place where there is nothing to tell: no mark, and neither zero nor unknown.
    func nothing() -> LedgerTable.Cell { LedgerTable.Cell(text: "", isUnknown: true) }

    /// A number as programs read it: no separators, at most eight decimals, none that says nothing; nil for NaN and
    /// infinity.
    static func plain(_ value: Double) -> String? {
        guard var text = DecimalText.text(value, decimals: 8) else { return nil }
        guard text.contains(".") else { return text }
        while text.last == "0" { text.removeLast() }
        if text.last == "." { text.removeLast() }
        return text
    }

    /// `KO 75P 2026-03-19`, `KO`.
    static func name(_ instrument: Instrument) -> String {
        switch instrument {
        case .stock(let symbol): symbol
        case .option(let contract): name(contract)
        }
    }

    static func name(_ contract: OptionContract) -> String {
        "\(contract.root) \(contract.shortName) \(contract.expiry.iso8601)\(contract.isAdjusted ? " ADJ" : "")"
    }

    /// `75P 26-03-19`; in files with its root and year.
    func series(_ contract: OptionContract) -> LedgerTable.Cell {
        let whole = Self.name(contract)
        return LedgerTable.Cell(
            text: "\(contract.shortName) \(contract.expiry.iso8601.dropFirst(2))", plain: whole, reading: whole)
    }

    static func unsigned(_ quantity: Quantity) -> String {
        let text = quantity.magnitude.signedText
        return text.hasPrefix("+") ? String(text.dropFirst()) : text
    }

    /// `cash_settled` as people read it.
    static func words(_ name: String) -> String { String(name.map { $0 == "_" ? " " : $0 }) }

    static func strategy(_ kind: StrategyKind?) -> String { kind.map { words($0.rawValue) } ?? "no known shape" }
}
