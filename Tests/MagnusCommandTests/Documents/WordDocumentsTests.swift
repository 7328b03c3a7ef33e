import Foundation
import MagnusDesk
import MagnusDomain
import Testing

@testable import magnus

@Suite struct WordDocumentsTests {
    @Test func alertsHaveTheContractsKeys() throws {
        let document = AlertsDocument.json([Fixtures.alert()], envelope: Fixtures.envelope)
        DocumentChecks.expectEnvelope(document, ["alerts"])
        let alert = try #require(DocumentChecks.elements(document["alerts"]).first)
        DocumentChecks.expectKeys(alert, ContractKeys.alerts, plus: ["deadline", "snoozed_until_price"])
        DocumentChecks.expectKeys(
            DocumentChecks.elements(alert["evidence"]).first, ContractKeys.evidence, plus: ["reasons"])
        let action = try #require(DocumentChecks.elements(alert["actions"]).first)
        DocumentChecks.expectKeys(action, ContractKeys.alertAction)
        #expect(DocumentChecks.keys(action["params"]) == ["a", "b"], "in one order whatever the dictionary does")
        #expect(DocumentChecks.text(alert["priority"]) == "HIGH")
        #expect(alert["snoozed_until"] == .null && alert["snoozed_until_price"] == .null)
        #expect(DocumentChecks.text(alert["acknowledged_at"]) == "2027-03-15T14:42:00Z")
    }

    /// A fact made of an estimate has its word where other documents have it; what is fresh has none.
    @Test func factsOfAlertsSayWhatIsEstimated() throws {
        var alert = Fixtures.alert()
        alert.finding.evidence[0].trust = .estimated
        alert.finding.evidence.append(
            AlertEvidence(name: "strike", value: nil, unit: "USD/share", source: "contract", ageSeconds: nil))
        let document = AlertsDocument.json([alert], envelope: Fixtures.envelope)
        let facts = DocumentChecks.elements(DocumentChecks.elements(document["alerts"]).first?["evidence"])
        let first = try #require(facts.first)
        let last = try #require(facts.last)
        #expect(DocumentChecks.number(first["value"]) == 76.4)
        #expect(DocumentChecks.text(first["figure_trust"]?["value"]) == "estimated")
        #expect(DocumentChecks.keys(last["figure_trust"]).isEmpty)
        #expect(DocumentChecks.text(last["reasons"]?["value"]) == "no_source")
        DocumentChecks.expectReasons(document)
    }

    @Test func alertsTextPutsTheWorstFirst() {
        let lines = AlertsDocument.text([
            Fixtures.alert("AMD 150P", priority: .medium), Fixtures.alert("MO 57.5C", priority: .critical),
        ])
        #expect(
            lines == [
                "■ CRIT MO 57.5C  -935  (acknowledged)  [a1]", "       MO 57.5C: loss 2.0x credit",
                "● MED  AMD 150P  -935  (acknowledged)  [a1]", "       AMD 150P: loss 2.0x credit",
                "1 critical, 1 medium",
            ])
        let ascii = AlertsDocument.text([Fixtures.alert()], format: FigureFormat(marks: .ascii))
        #expect(ascii.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } })
    }

    @Test func monitorsSayWhetherTheyRan() throws {
        let statuses = [
            MonitorStatus(name: .expiration, lastRunAt: Fixtures.now, nextRunAt: nil, findings: 3),
            MonitorStatus(
                name: .profitTarget, lastRunAt: nil, nextRunAt: nil, findings: 0, failure: "no quotes",
                nearest: "SPY 585P, 2.1 % away"),
        ]
        let document = MonitorsDocument.json(
            ran: statuses, alerts: [Fixtures.alert()], envelope: Fixtures.envelope)
        DocumentChecks.expectEnvelope(document, ["monitors", "alerts"])
        let monitors = DocumentChecks.elements(document["monitors"])
        #expect(monitors.map { $0["ok"] } == [.bool(true), .bool(false)])
        #expect(MonitorsDocument.text(statuses).count == 3)
    }

    static let answer = Answer(
        text: "Three.\nMO 57.5C [1]", intent: "assignment", confidence: 0.9,
        actions: [AnswerAction(label: "Open", action: "open", parameters: ["id": "paper:MO"])],
        citations: [AnswerCitation(source: "paper", title: "positions", passage: "MO", ageSeconds: 3)],
        figures: [AnswerFigure(text: "97%", value: 0.97, source: "paper")], sources: ["paper"],
        responseTimeMilliseconds: 41)

    @Test func askHasTheContractsKeys() throws {
        let document = AskDocument.json(Self.answer, conversation: "c1", envelope: Fixtures.envelope)
        DocumentChecks.expectEnvelope(document, ContractKeys.ask, plus: ["message_id"])
        DocumentChecks.expectKeys(document["metadata"], ContractKeys.askMetadata)
        DocumentChecks.expectKeys(
            DocumentChecks.elements(document["actions"]).first, ["label", "action", "params"])
        DocumentChecks.expectKeys(
            DocumentChecks.elements(document["citations"]).first, ["source", "title", "passage"],
            plus: ["reference", "age_seconds"])
        DocumentChecks.expectKeys(
            DocumentChecks.elements(document["figures"]).first, ["text", "value", "source"], plus: ["reference"])
        #expect(document["metadata"]?["model"] == .null)
        #expect(
            AskDocument.text(Self.answer, conversation: "c1") == [
                "Three.", "MO 57.5C [1]", "  [1] positions (paper, 3s)", "  0.04 s, no model, conversation c1",
            ])
    }

    static func explanation(_ text: String) -> Explanation {
        Explanation(
            id: "paper:KO#mark", title: text, value: "0.545", formula: "(bid + ask)/2",
            inputs: [
                ExplanationInput(name: "bid", value: "0.53", unit: "USD", source: text, ageSeconds: 2, trust: .stale),
                ExplanationInput(name: "ask", value: "10.56", unit: "USD", source: "simulated", ageSeconds: nil),
            ], method: "mid", origin: "quote", notes: [text])
    }

    @Test func explanationsListTheirInputs() throws {
        let document = ExplanationDocument.json(Self.explanation("mark"), envelope: Fixtures.envelope)
        let inputs = DocumentChecks.elements(document["inputs"])
        #expect(DocumentChecks.text(inputs.first?["trust"]) == "stale")
        #expect(inputs.last?["age_seconds"] == .null)
        #expect(document["number"] == .number(0.545) && inputs.last?["number"] == .number(10.56))
        var words = Self.explanation("mark")
        for (value, number) in [
            ("-144.00 USD", -144), ("120.5956 USD/day (1 unknown)", 120.5956), ("0 shares", 0),
            ("unknown (adjusted)", nil), ("3.70 x 3.78 USD/share", nil), ("2027-03-17", nil), ("nan", nil),
        ] as [(String, Double?)] {
            words.value = value
            let found = ExplanationDocument.json(words, envelope: Fixtures.envelope)["number"]
            #expect(found == JSONValue(number), "\(value)")
        }
        let lines = ExplanationDocument.text(Self.explanation("mark"))
        #expect(lines.contains { $0.contains("~0.53") })
    }

    @Test func watchlistsKeepTheirOrder() {
        let lists = [WatchlistsDocument.Entry(name: "own", symbols: ["KO", "BAC"], isDefault: true)]
        let document = WatchlistsDocument.json(lists, envelope: Fixtures.envelope)
        let first = DocumentChecks.elements(document["watchlists"]).first
        #expect(DocumentChecks.elements(first?["symbols"]).map(DocumentChecks.text) == ["KO", "BAC"])
        #expect(WatchlistsDocument.text(lists) == ["own (default): 2 symbols", "  KO BAC"])
    }
}
