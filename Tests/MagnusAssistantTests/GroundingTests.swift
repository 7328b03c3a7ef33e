import MagnusDomain
import Testing

@testable import MagnusAssistant

/// No figure without a tool, no source mark without its source, no advice.
@Suite struct GroundingTests {
    /// Every scripted turn and every held-out phrase, answered over the full and over the empty book.
    static func compositions(_ context: AssistantContext = Trained.context, data: PaperData = PaperData()) async
        -> [Assistant.Composition]
    {
        var result: [Assistant.Composition] = []
        for (text, _) in HeldOutUtterances.all {
            result.append(await Trained.compose(text, context: context, data: data))
        }
        for talk in DialogueTests.talks {
            var state = ConversationState()
            for turn in talk.turns {
                let composition = await Trained.compose(
                    turn.say, state: state, focus: talk.focus, context: context, data: data)
                state = composition.state
                result.append(composition)
            }
        }
        return result
    }

    @Test func nothingHadToBeWithheld() async {
        for composition in await Self.compositions() {
            #expect(
                composition.rendering.failures.isEmpty, "\(composition.rendering.failures): \(composition.answer.text)")
            #expect(!composition.answer.text.isEmpty)
            #expect(!composition.answer.text.contains("withheld"))
        }
    }

    @Test func oneChangedDigitIsDetected() async {
        var mutations = 0
        var missed: [String] = []
        let symbols = Trained.context.knownSymbols
        for composition in await Self.compositions() {
            for (sentence, text) in composition.rendering.shown {
                let characters = Array(text)
                for (index, character) in characters.enumerated() where character.isASCII && character.isNumber {
                    guard let digit = character.wholeNumberValue else { continue }
                    var changed = characters
                    changed[index] = Character(String((digit + 1 + (index + mutations) % 9) % 10))
                    if changed[index] == character { continue }
                    mutations += 1
                    let failure = GroundingCheck.failure(
                        in: String(changed), pieces: sentence.fragment.pieces, ledger: composition.ledger,
                        marks: composition.rendering.marks, symbols: symbols)
                    if failure == nil { missed.append(String(changed)) }
                }
            }
        }
        #expect(mutations >= 1000)
        #expect(
            Double(missed.count) <= 0.005 * Double(mutations), "\(missed.count) of \(mutations): \(missed.prefix(5))")
    }

    @Test func changedValuesBehindTheTextAreDetected() async {
        var checked = 0
        for composition in await Self.compositions() {
            for figure in composition.answer.figures {
                guard let shown = ShownNumber(figure.text) else {
                    Issue.record("\(figure.text) is no number")
                    continue
                }
                #expect(shown.shows(figure.value), "\(figure.text) for \(figure.value)")
                let moved = shown.isPercent ? figure.value + shown.unit / 100 * 1.01 : figure.value + shown.unit * 1.01
                #expect(!shown.shows(moved))
                checked += 1
            }
        }
        #expect(checked > 500)
    }

    @Test func insertedFiguresSymbolsAndNumberWordsAreDetected() async {
        let composition = await Trained.compose("what is my open pnl?")
        guard let first = composition.rendering.shown.first else {
            Issue.record("no sentence")
            return
        }
        for addition in [" 42", " AAPL", " half", " on 03-19", " twenty", " [9]"] {
            let failure = GroundingCheck.failure(
                in: first.text + addition, pieces: first.sentence.fragment.pieces, ledger: composition.ledger,
                marks: composition.rendering.marks, symbols: Trained.context.knownSymbols)
            #expect(failure != nil, "\(addition)")
        }
    }

    @Test func ungroundedSentencesAreNeverShown() {
        let composer = Composer()
        let source = composer.cite("positions", "Book", reference: "book")
        composer.line("Open P/L \(composer.dollars(Figure(-911), "open P/L", source, signed: true)).")
        composer.line("It will be 5000 tomorrow.")
        composer.line("You should sell everything.")
        let rendering = AnswerRendering(sentences: composer.sentences, ledger: composer.ledger, symbols: ["SPY"])
        #expect(rendering.text == "Open P/L -911 [1].")
        #expect(rendering.failures == [.unmatched(token: "5000")])
    }

    @Test func everyFigureCarriesAMarkOfItsSource() async {
        for composition in await Self.compositions() {
            let answer = composition.answer
            #expect(answer.figures.isEmpty == answer.citations.isEmpty || answer.figures.isEmpty, "\(answer.text)")
            for number in answer.citations.indices {
                #expect(answer.text.contains("[\(number + 1)]"), "\(answer.text)")
            }
            #expect(!answer.text.contains("[\(answer.citations.count + 1)]"))
            for source in answer.sources { #expect(!source.isEmpty) }
        }
    }

    @Test func theAnswerItselfIsShort() async {
        for composition in await Self.compositions() {
            let lines = composition.answer.text.split(separator: "\n").prefix(4)
            for line in lines { #expect(line.count <= 700, "\(line.count): \(line)") }
        }
    }

    @Test func wordingIsEducation() async {
        for composition in await Self.compositions() {
            #expect(WordingCheck.violations(in: composition.answer.text).isEmpty, "\(composition.answer.text)")
        }
        for concept in ConceptTable.all {
            #expect(WordingCheck.accepts(concept.text), "\(concept.id)")
        }
    }

    @Test(arguments: [
        "I recommend the 90 put.", "You should roll.", "You must close it now", "I'd take the shares",
        "you have to buy back",
        "We suggest selling", "My advice: wait", "You\u{2019}d better roll", "it is recommended to close",
    ]) func adviceIsRejected(_ text: String) { #expect(!WordingCheck.accepts(text)) }

    @Test(arguments: [
        "Rolling realises -950 now.", "What fits depends on the intent.", "Shares come at the strike.",
        "Must-have is a word.",
    ])
    func factsAreAccepted(_ text: String) { #expect(WordingCheck.accepts(text)) }

    @Test func freeTextIsMatchedWithTheLedger() {
        let composer = Composer()
        let one = composer.cite("positions", "KO", reference: "paper:KO")
        let two = composer.cite("balances", "paper", reference: "paper")
        _ = composer.percent(Figure(0.497), "assignment probability", one)
        _ = composer.dollars(Figure(11_390.4), "free cash", two)
        _ = composer.quote("KO -2 75P", one)
        let symbols: Set<String> = ["KO", "SPY"]
        func unmatched(_ text: String) -> [String] {
            GroundingCheck.unmatched(in: text, ledger: composer.ledger, symbols: symbols)
        }
        #expect(unmatched("KO 75P 50% [1], free 11,390 [2]").isEmpty)
        #expect(unmatched("KO 75P 51% [1]") == ["51%"])
        #expect(unmatched("free 11,390 [1]") == ["11,390"])
        #expect(unmatched("SPY 50% [1]") == ["SPY"])
        #expect(unmatched("50% [3]").contains("[3]"))
        #expect(unmatched("about half") == ["half"])
    }

    @Test(
        arguments: [
            ("-1,234.50", -1234.5, true), ("97%", 0.97, true), ("97%", 0.9749, true), ("97%", 0.976, false),
            ("~11.4k", 11_390, true),
            ("+2.1M", 2_149_000, true), ("≈-650", -650.4, true), ("85", 84, false), ("0", 0.4, true),
            ("1,23", 123, false),
        ] as [(String, Double, Bool)]) func shownNumbersRound(_ text: String, _ value: Double, _ isShown: Bool)
    {
        #expect((ShownNumber(text)?.shows(value) ?? false) == isShown)
    }
}
