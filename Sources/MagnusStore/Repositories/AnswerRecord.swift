import MagnusDomain

/// What an answer rests on, as it is written into the metadata column of a conversation.
struct AnswerRecord: Codable {
    struct Action: Codable {
        var label: String
        var action: String
        var parameters: [String: String]
    }

    struct Citation: Codable {
        var source: String
        var title: String
        var passage: String
        var reference: String?
        var ageSeconds: Double?
    }

    struct Figure: Codable {
        var text: String
        var value: Double
        var source: String
        var reference: String?
    }

    var actions: [Action]?
    var citations: [Citation]?
    var figures: [Figure]?
    var sources: [String]?
    var model: String?
    var costDollars: Double?
    var responseTimeMilliseconds: Double?
    var agentsUsed: [String]?

    init(_ answer: Answer?) {
        guard let answer else { return }
        actions = answer.actions.map { Action(label: $0.label, action: $0.action, parameters: $0.parameters) }
        citations = answer.citations.map {
            Citation(
                source: $0.source, title: $0.title, passage: $0.passage, reference: $0.reference,
                ageSeconds: $0.ageSeconds)
        }
        figures = answer.figures.filter(\.value.isFinite).map {
            Figure(text: $0.text, value: $0.value, source: $0.source, reference: $0.reference)
        }
        sources = answer.sources
        model = answer.model
        costDollars = answer.costDollars
        responseTimeMilliseconds = answer.responseTimeMilliseconds
        agentsUsed = answer.agentsUsed
    }

    func answer(text: String, intent: String, confidence: Double) -> Answer {
        Answer(
            text: text, intent: intent, confidence: confidence,
            actions: (actions ?? []).map {
                AnswerAction(label: $0.label, action: $0.action, parameters: $0.parameters)
            },
            citations: (citations ?? []).map {
                AnswerCitation(
                    source: $0.source, title: $0.title, passage: $0.passage, reference: $0.reference,
                    ageSeconds: $0.ageSeconds)
            },
            figures: (figures ?? []).map {
                AnswerFigure(text: $0.text, value: $0.value, source: $0.source, reference: $0.reference)
            },
            sources: sources ?? [], model: model, costDollars: costDollars ?? 0,
            responseTimeMilliseconds: responseTimeMilliseconds ?? 0, agentsUsed: agentsUsed ?? [])
    }
}
