import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// The page behind `x`.
enum ExplanationPage {
    static func lines(_ page: ExplainPage, format: FigureFormat) -> [PageLine] {
        if page.isMissing {
            return [
                .text("Nothing explains \(page.id): the row is gone, or the figure is not computed here.", .textDim)
            ]
        }
        guard let explanation = page.explanation else { return [.text("Asking the engine...", .textDim)] }
        var lines: [PageLine] = [
            .text(format.sentence(explanation.value), .textStrong), .blank, .heading("Formula"),
            .text(explanation.formula),
        ]
        if !explanation.inputs.isEmpty {
            lines += [.blank, .heading("Inputs")]
            for input in explanation.inputs {
                let age = input.ageSeconds.flatMap { DurationText.age($0) }.map { " " + $0 } ?? ""
                let scope: ThemeScope =
                    input.trust == .fresh ? .text : input.trust == .stale ? .dataStale : .dataEstimated
                let isMoney = input.unit.lowercased().hasPrefix("dollar") && !input.unit.contains("share")
                let value = format.isMasked && isMoney ? MoneyMask.hidden : format.sentence(input.value)
                lines.append(
                    .pair(
                        input.name, "\(format.marks.mark(input.trust))\(value) \(input.unit) · \(input.source)\(age)",
                        scope))
            }
        }
        lines += [.blank, .heading("Method"), .text(explanation.method)]
        if !explanation.origin.isEmpty { lines += [.blank, .heading("Origin"), .text(explanation.origin)] }
        if !explanation.notes.isEmpty {
            lines += [.blank, .heading("Notes")]
            lines += explanation.notes.map { .text(format.sentence($0)) }
        }
        return lines
    }
}
