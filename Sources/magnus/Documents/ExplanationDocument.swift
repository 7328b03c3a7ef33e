import MagnusDesk
import MagnusDomain

/// `magnus explain`: everything behind one figure.
enum ExplanationDocument {
    static func json(_ explanation: Explanation, envelope: DocumentEnvelope) -> JSONValue {
        var content = DocumentObject()
        content.set("id", text: explanation.id)
        content.set("title", text: explanation.title)
        content.set("value", text: explanation.value)
        content.set("number", JSONValue(number(explanation.value)))
        content.set("trust", text: explanation.trust.rawValue)
        content.set("formula", text: explanation.formula)
        content.set(
            "inputs",
            explanation.inputs.map { input in
                var entry = DocumentObject()
                entry.set("name", text: input.name)
                entry.set("value", text: input.value)
                entry.set("number", JSONValue(number(input.value)))
                entry.set("unit", text: input.unit)
                entry.set("source", text: input.source)
                entry.set("age_seconds", JSONValue(input.ageSeconds))
                entry.set("trust", text: input.trust.rawValue)
                entry.set("group", input.group.isEmpty ? .null : .string(input.group))
                entry.set("id", JSONValue(input.reference))
                return entry
            })
        content.set("method", text: explanation.method)
        content.set("origin", text: explanation.origin)
        content.set("notes", JSONValue(list: explanation.notes))
        return envelope.document(content)
    }

    /// The number a value begins with, in the unit behind it; nil for words, days and pairs of numbers.
    private static func number(_ value: String) -> Double? {
        let parts = value.split(separator: " ")
        guard let first = parts.first, parts.dropFirst().first != "x", let number = Double(first), number.isFinite
        else { return nil }
        return number
    }

    static func text(_ explanation: Explanation, format: FigureFormat = FigureFormat()) -> [String] {
        var table = TextTable([
            .left(""), .left("Input"), .right("Value"), .left("Unit"), .left("Source"), .right("Age"),
            .left("Explained by"),
        ])
        var group = ""
        for input in explanation.inputs {
            if input.group != group, !input.group.isEmpty {
                table.add(["", input.group, "", "", "", "", ""])
            }
            group = input.group
            table.add([
                "", (input.group.isEmpty ? "" : "  ") + input.name,
                format.marks.mark(input.trust) + format.sentence(input.value), input.unit, input.source,
                DocumentText.age(input.ageSeconds, format), input.reference ?? "",
            ])
        }
        var lines = [
            DocumentText.line(
                "\(explanation.title): \(format.marks.mark(explanation.trust))\(format.sentence(explanation.value))"),
            DocumentText.line("  \(explanation.formula)"),
        ]
        if !table.isEmpty { lines += table.lines }
        if !explanation.method.isEmpty { lines.append(DocumentText.line("  method  \(explanation.method)")) }
        if !explanation.origin.isEmpty { lines.append(DocumentText.line("  origin  \(explanation.origin)")) }
        return lines + explanation.notes.map { DocumentText.line("  note    \(format.sentence($0))") }
            + [DocumentText.line("  id      \(explanation.id)")]
    }
}
