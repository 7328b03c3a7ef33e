import MagnusDesk
import MagnusDomain

/// `magnus ask`: one question, one answer.
enum AskDocument {
    /// - Parameters:
    ///   - conversation: Id of the conversation, for `--session`.
    ///   - messageIdentifier: Id of the stored answer; nil when it was not stored.
    static func json(
        _ answer: Answer, conversation: String, messageIdentifier: String? = nil, envelope: DocumentEnvelope
    ) -> JSONValue {
        var metadata = DocumentObject()
        metadata.set("response_time_ms", JSONValue(answer.responseTimeMilliseconds))
        metadata.set("agents_used", JSONValue(list: answer.agentsUsed))
        metadata.set("sources", JSONValue(list: answer.sources))
        metadata.set("model", JSONValue(answer.model))
        metadata.set("cost_usd", JSONValue(answer.costDollars))
        var content = DocumentObject()
        content.set("conversation_id", text: conversation)
        content.set("message_id", JSONValue(messageIdentifier))
        content.set("message", text: answer.text)
        content.set("intent", text: answer.intent)
        content.set("confidence", JSONValue(answer.confidence))
        content.set("actions", answer.actions.map(entry))
        content.set("citations", answer.citations.map(entry))
        content.set("figures", answer.figures.map(entry))
        content.set("metadata", metadata)
        return envelope.document(content)
    }

    private static func entry(_ action: AnswerAction) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("label", text: action.label)
        entry.set("action", text: action.action)
        entry.set("params", JSONValue(texts: action.parameters))
        return entry
    }

    private static func entry(_ citation: AnswerCitation) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("source", text: citation.source)
        entry.set("title", text: citation.title)
        entry.set("passage", text: citation.passage)
        entry.set("reference", JSONValue(citation.reference))
        entry.set("age_seconds", JSONValue(citation.ageSeconds))
        return entry
    }

    private static func entry(_ figure: AnswerFigure) -> DocumentObject {
        var entry = DocumentObject()
        entry.set("text", text: figure.text)
        entry.set("value", JSONValue(figure.value))
        entry.set("source", text: figure.source)
        entry.set("reference", JSONValue(figure.reference))
        return entry
    }

    static func text(
        _ answer: Answer, conversation: String, format: FigureFormat = FigureFormat()
    ) -> [String] {
        var lines = DocumentText.lines(format.sentence(answer.text))
        for (index, citation) in answer.citations.enumerated() {
            let age = citation.ageSeconds.flatMap(DurationText.age).map { ", \($0)" } ?? ""
            lines.append(DocumentText.line("  [\(index + 1)] \(citation.title) (\(citation.source)\(age))"))
        }
        let seconds = DecimalText.text(answer.responseTimeMilliseconds / 1000, decimals: 2) ?? format.marks.unknown
        lines.append(
            DocumentText.line("  \(seconds) s, \(answer.model ?? "no model"), conversation \(conversation)"))
        return lines
    }
}
