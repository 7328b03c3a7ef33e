import MagnusDomain

/// The words about a roll: one wording for the screen and the command line.
public struct RollText: Sendable {
    public let format: FigureFormat
    public let today: CalendarDate

    public init(format: FigureFormat, today: CalendarDate) {
        self.format = format
        self.today = today
    }

    /// `PLTR -2 80P 04-16`.
    public func name(_ report: RollReport) -> String {
        let date = report.short.map { " " + $0.contract.expiry.expiryText(today: today) } ?? ""
        return "\(report.symbol) \(report.title)\(date)"
    }

    /// `80P 04-30`; with its root where that is another one than what is held.
    public func name(_ cell: RollReport.Cell, in report: RollReport) -> String {
        let expiry = report.expiries[cell.expiry]
        let held = report.short?.contract
        let root = held?.root == expiry.root ? "" : expiry.root + " "
        let strikes = cell.legs.map(\.contract.strikeText).joined(separator: "/")
        let name =
            report.form == .creditSpread && cell.legs.count > 1
            ? strikes + (held?.right.letter ?? "") : cell.legs.first?.contract.shortName ?? ""
        return "\(root)\(name) \(expiry.date.expiryText(today: today))"
    }

    /// `+0.65`, `-0.75`.
    public func net(_ figure: Figure) -> String {
        guard case .known(let value, let trust) = figure,
            let text = DecimalText.text(value, decimals: 2, isSigned: true)
        else { return format.marks.unknown }
        return format.marks.mark(trust) + text
    }

    /// Three decimals: `0.046`.
    public func perDay(_ figure: Figure) -> String {
        guard case .known(let value, let trust) = figure, let text = DecimalText.text(value, decimals: 3) else {
            return format.marks.unknown
        }
        return format.marks.mark(trust) + text
    }

    /// In hundredths without a sign, as traders say it: `55`.
    public func delta(_ figure: Figure) -> String { format.rank(figure.map { abs($0) * 100 }) }

    /// `buy back 7.10 realises -950 now`.
    public func cost(_ report: RollReport) -> String {
        guard report.buyBack.value != nil else {
            let reason = report.buyBack.reason?.rawValue.split(separator: "_").joined(separator: " ") ?? ""
            return "buy back \(format.marks.unknown): \(reason)"
        }
        return "buy back \(format.price(report.buyBack)) realises \(format.profit(report.realized)) now"
    }

    /// `tax basis if taken 77.65`, or what else comes of doing nothing.
    public func alternative(_ report: RollReport) -> String {
        switch report.alternative {
        case .takeShares(_, _, let basis): return "tax basis if taken \(format.price(basis))"
        case .deliverShares(_, let price, _): return "called at \(format.price(Figure(price)))"
        case .sellShort(_, let price, _): return "short at \(format.price(Figure(price))) if assigned"
        case .settleInCash: return "settles in cash"
        case .keepSpread(let loss): return "at most \(format.dollars(loss)) to lose"
        }
    }

    /// What is left where no credit roll keeps to the rules: `take shares at 80.00 (tax basis 77.65) or realise -950`.
    public func withoutRoll(_ report: RollReport) -> String {
        let realised = "realise \(format.profit(report.realized))"
        switch report.alternative {
        case .takeShares(_, let price, let basis):
            return "take shares at \(format.price(Figure(price))) (tax basis \(format.price(basis))) or \(realised)"
        case .deliverShares(_, let price, let proceeds):
            return
                "let the shares go at \(format.price(Figure(price))) (with the premium \(format.price(proceeds))) or \(realised)"
        case .sellShort(_, let price, let proceeds):
            return
                "be short shares at \(format.price(Figure(price))) (with the premium \(format.price(proceeds))) or \(realised)"
        case .settleInCash: return "let it settle in cash or \(realised)"
        case .keepSpread(let loss): return "keep the spread, at most \(format.dollars(loss)) to lose, or \(realised)"
        }
    }

    /// The best roll, or that there is none and what is left.
    public func conclusion(_ report: RollReport) -> String {
        guard let best = report.bestCell else {
            let cause = report.expiries.isEmpty ? "no later expiry is listed" : "no credit roll"
            return "\(cause.prefix(1).uppercased())\(cause.dropFirst()): \(withoutRoll(report))."
        }
        return "Most a day: \(name(best, in: report)) \(net(best.net)) at the natural price."
    }

    /// `rolled 1 of 3`, with pairs that wait for the owner's word.
    public func campaign(_ report: RollReport) -> String {
        let review =
            report.rollsToReview > 0 ? ", \(CountedNoun.text(report.rollsToReview, "pair")) to review" : ""
        return "rolled \(report.rollsDone) of \(report.rules.mostRolls)\(review)"
    }

    /// `quotes of the close of 03-12`; nil in session.
    public func closing(_ report: RollReport) -> String? {
        report.closedOn.map { "close \($0.monthDay)" }
    }

    /// Why a roll is not offered; empty where it is.
    public func obstacles(_ cell: RollReport.Cell) -> String {
        cell.obstacles.map(\.text).joined(separator: "; ")
    }
}
