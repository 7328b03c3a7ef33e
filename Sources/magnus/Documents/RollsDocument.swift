import MagnusDesk
import MagnusDomain

/// `magnus rolls`: sure rolls, chains, pairs to review, what the owner decided.
enum RollsDocument {
    /// Every pair that can be decided.
    static func all(_ report: LifecycleReport) -> [Roll] { report.rolls + report.review + report.rejectedRolls }

    static func json(
        _ report: LifecycleReport, isIncluded: (Roll) -> Bool, onlyReview: Bool, envelope: DocumentEnvelope
    ) -> JSONValue {
        var content = DocumentObject()
        content.set("roll_review", report.review.filter(isIncluded).map(LifecycleWords.roll))
        if !onlyReview {
            content.set("rolls", report.rolls.filter(isIncluded).map(LifecycleWords.roll))
            content.set("rejected", report.rejectedRolls.filter(isIncluded).map(LifecycleWords.roll))
            content.set(
                "chains",
                report.chains.filter { $0.rolls.first.map(isIncluded) ?? false }.map { chain in
                    var entry = DocumentObject()
                    entry.set("id", text: chain.id)
                    entry.set("account", text: chain.account)
                    entry.set("symbol", text: chain.underlying)
                    entry.set("rolls", JSONValue(list: chain.rolls.map(\.id)))
                    entry.set("credit", JSONValue(chain.credit.dollars))
                    return entry
                })
        }
        return envelope.document(content)
    }

    /// `roll`, `no roll`, or `undecided`.
    static func word(_ verdict: RollVerdict?) -> String {
        switch verdict {
        case .confirmed: "roll"
        case .rejected: "no roll"
        case nil: "undecided"
        }
    }

    static func text(
        _ report: LifecycleReport, isIncluded: (Roll) -> Bool, onlyReview: Bool, format: FigureFormat
    ) -> [String] {
        let review = report.review.filter(isIncluded)
        let others = onlyReview ? [] : (report.rolls + report.rejectedRolls).filter(isIncluded)
        var lines: [String] = []
        if review.isEmpty {
            lines.append("No pair waits for your word.")
        } else {
            lines.append("To review: magnus rolls confirm ID, magnus rolls reject ID")
            lines += table(review, format)
        }
        if !others.isEmpty {
            lines += ["", "Rolls, and pairs you decided"]
            lines += table(others.sorted { ($0.time, $0.id) < ($1.time, $1.id) }, format)
        }
        return lines
    }

    private static func table(_ rolls: [Roll], _ format: FigureFormat) -> [String] {
        var table = TextTable([
            .left("Date"), .left("Closed"), .left("Opened"), .right("Qty"), .right("Net"), .left("Why"), .left("Yours"),
            .left("Acct"), .right("Id"),
        ])
        for (number, roll) in rolls.enumerated() {
            table.add([
                LifecycleWords.day(roll.time), Instrument.option(roll.from).lineText,
                Instrument.option(roll.to).lineText, LifecycleWords.decimal(roll.contracts.value, places: 0),
                format.amount(roll.credit, isSigned: true), roll.evidence.rawValue,
                roll.verdict.map { word($0) } ?? "", roll.account, "\(number + 1)",
            ])
        }
        // Ids are longer than a cell: whole, so that they can be copied.
        return table.lines + rolls.enumerated().map { DocumentText.line("\($0 + 1)  \($1.id)") }
    }
}
