import MagnusAnalysis
import MagnusDomain

/// Answers one understood question with the tools; every template is in the extensions of this type.
struct AnswerMaker {
    let context: AssistantContext
    let data: any AssistantData
    let question: Understanding
    let state: ConversationState
    let out: Composer
    /// The rows and sums the question is restricted to.
    let book: BookValuation

    init(
        context: AssistantContext, data: any AssistantData, question: Understanding, state: ConversationState,
        out: Composer
    ) {
        self.context = context
        self.data = data
        self.question = question
        self.state = state
        self.out = out
        book = FilteredBook.book(
            context.book, question.isFiltered ? question.filter : QuestionFilter(), byLegs: question.countsLegs)
    }

    var filter: QuestionFilter { question.filter }
    var today: CalendarDate { context.today }
    var entities: Entities { question.entities }
    var symbol: String? { entities.symbols.first }

    func compose() async {
        if let unknown = entities.unknownSymbols.first, entities.symbols.isEmpty,
            Self.symbolIntents.contains(question.intent)
        {
            out.line("\(out.quote(unknown)) is not known to any source here, so nothing can be said about it.")
            out.offer("show_all", "Known symbols")
            return
        }
        if let obstacle = question.obstacle { return sayNothingToRepeat(obstacle) }
        if question.isOrdinalMissing {
            out.line("The last answer did not name that many rows.")
            for row in state.listed.prefix(3) { out.list(row.reference, symbol: row.symbol, title: row.title) }
            return
        }
        if isUnsure { return askBack() }
        if let missing = filter.missingAccount {
            let names = context.book.accounts.map { out.quote($0.account.name) }.joined(", ")
            let hidden = context.hiddenAccounts.map { out.quote($0.name) }.joined(", ")
            out.line(
                "No account \(out.quote(missing)) is shown, so nothing can be said about it; shown: \(context.book.accounts.isEmpty ? "none" : names)\(context.hiddenAccounts.isEmpty ? Fragment() : "; not shown: \(hidden)")."
            )
            out.line(
                "\(out.quote(":accounts")) chooses one account or all; on the command line \(out.quote("--account all")) shows every one."
            )
            return
        }
        if isLeftEmpty() { return sayUnjudged() }
        if let reason = refusal() { return takeBack(reason) }
        hedge()
        let announced = out.sentences.count
        sayBound()
        await answer()
        // A reading that turns out to have no answer is no answer.
        if out.sentences.count == announced || question.bookBound != nil && out.sentences.count == announced + 1 {
            out.sentences = []
            return askBack()
        }
        sayPartRows()
        sayUnjudged()
        sayHiddenAccounts()
        scope()
        accountForWords(after: announced)
    }

    private func answer() async {
        if let topic = question.topic { return await answer(topic) }
        switch question.intent {
        case .listPositions: positions()
        case .showPosition: await position()
        case .openProfit: openProfit()
        case .dayProfit: dayProfit()
        case .realizedProfit: realizedProfit()
        case .profitRanking: profitRanking()
        case .periodProfit: periodProfit()
        case .winRate: winRate()
        case .closedTrades: closedTrades()
        case .premiumCollected: premiumCollected()
        case .ledgerEvents: ledgerEvents()
        case .fees: fees()
        case .changes: changes()
        case .breakdown: breakdown()
        case .comparison: await compareNames()
        case .rowRanking:
            if let condition = question.condition { rowsWhere(condition) } else { rowRanking() }
        case .opened: opened()
        case .positionCost: positionCost()
        case .positionSize:
            if let subject = HoldingRules.subject(question.words, entities) {
                holding(subject)
            } else {
                positionSize()
            }
        case .bookGreeks: greeks()
        case .thetaIncome: theta()
        case .deltaExposure: deltaExposure()
        case .vegaExposure: vegaExposure()
        case .expirations: expirations()
        case .assignmentRisk: await assignmentRisk()
        case .cash: cash()
        case .netLiquidation: netLiquidation()
        case .marginUse: marginUse()
        case .concentration: concentration()
        case .whatIf:
            await whatIf()
            sayRequirementOfNow()
        case .decision: await decision()
        case .listAlerts: alerts()
        case .whyAlert: whyAlert()
        case .opportunities: await opportunities()
        case .whyNot: await whyNot()
        case .quote: await quote()
        case .volatilityRank: await volatilityRank()
        case .expectedMove: await expectedMove()
        case .earnings: await earnings()
        case .dividends: await dividends()
        case .contractFigures: await contractFigures()
        case .strikeByDelta: await strikeByDelta()
        case .concept: concept()
        case .marketHours: marketHours()
        case .attention: attention()
        case .monitors: monitors()
        case .dataAge: dataAge()
        case .notes: notes()
        case .explainFigure: await explainFigure()
        case .placeOrder: placeOrder()
        case .settings: settings()
        case .help: help()
        case .greeting: greeting()
        case .thanks: out.line("Noted. Any figure on the screen can be asked about or explained.")
        case .outOfScope: outOfScope()
        }
    }

    private static let symbolIntents: Set<Intent> = [
        .showPosition, .openProfit, .dayProfit, .bookGreeks, .thetaIncome, .deltaExposure, .vegaExposure, .decision,
        .whyAlert, .whyNot, .quote, .volatilityRank, .expectedMove, .earnings, .dividends, .contractFigures,
        .strikeByDelta, .opportunities, .expirations, .assignmentRisk, .outOfScope, .listPositions, .notes, .whatIf,
        .listAlerts, .opened, .positionCost, .periodProfit, .winRate, .premiumCollected, .closedTrades,
        .ledgerEvents, .rowRanking, .positionSize, .fees, .changes, .breakdown,
    ]

    // MARK: - Rows

    /// Rows of the book for a question: one that is meant, those of a symbol (and strike), or all.
    func rows() -> [StrategyValuation] {
        if let subject = question.subject, let row = book.strategies.first(where: { $0.id == subject.reference }),
            symbol == nil || symbol == row.symbol
        {
            return [row]
        }
        guard symbol != nil else { return book.strategies }
        let asked = Set(entities.symbols)
        let ofSymbol = book.strategies.filter { asked.contains($0.symbol) }
        guard let strike = entities.contract.strike else {
            // "The BAC put" is the row that has one.
            let ofRight: Set<Intent> = [.showPosition, .decision]
            guard let right = entities.contract.right, ofRight.contains(question.intent) else { return ofSymbol }
            let matching = ofSymbol.filter { row in row.legs.contains { Self.right($0) == right } }
            return matching.isEmpty ? ofSymbol : matching
        }
        let thousandths = Int((strike * 1000).rounded())
        let matching = ofSymbol.filter { row in
            row.legs.contains { leg in
                guard case .option(let contract) = leg.position.instrument else { return false }
                return contract.strikeThousandths == thousandths
                    && (entities.contract.right == nil || entities.contract.right == contract.right)
            }
        }
        return matching.isEmpty ? ofSymbol : matching
    }

    /// The citation of a row of the book.
    func cite(_ row: StrategyValuation) -> Int {
        let age = row.legs.compactMap(\.markAgeSeconds).max()
        return out.cite(
            "positions", "\(row.symbol) \(row.title)",
            passage: "\(row.symbol) \(row.title), account \(row.account), \(row.legs.count) legs", reference: row.id,
            age: age)
    }

    /// The citation of the book's totals.
    func citeBook() -> Int {
        let ages = book.accounts.compactMap(\.ageSeconds)
        return out.cite(
            "positions", "Book", passage: "\(book.strategies.count) rows, \(book.accounts.count) accounts",
            reference: "book", age: ages.max() ?? oldestMark)
    }

    func cite(_ account: AccountValuation) -> Int {
        out.cite(
            "balances", account.account.name, passage: "account \(account.account.name), source \(account.source)",
            reference: account.account.name, age: account.ageSeconds)
    }

    /// Of the marks a sum over rows rests on, else of the account; nil where neither states one.
    func ageOfMarks(_ rows: [StrategyValuation]) -> Double? {
        rows.flatMap(\.legs).compactMap(\.markAgeSeconds).max() ?? book.accounts.compactMap(\.ageSeconds).max()
    }

    private var oldestMark: Double? { book.strategies.flatMap(\.legs).compactMap(\.markAgeSeconds).max() }

    /// `KO -2 75P`.
    func name(_ row: StrategyValuation) -> Fragment { out.quote("\(row.symbol) \(row.title)") }

    func expiryText(_ row: StrategyValuation) -> Fragment {
        guard let expiry = row.expiry else { return Fragment() }
        return out.date(expiry, today: today)
    }

    /// The row with its expiry, where it has one.
    func dated(_ row: StrategyValuation) -> Fragment {
        row.expiry == nil ? name(row) : "\(name(row)) \(expiryText(row))"
    }

    func remember(_ row: StrategyValuation) { out.list(row.id, symbol: row.symbol, title: row.title) }

    func offerRow(_ row: StrategyValuation) {
        out.offer("details", "Details", ["reference": row.id, "symbol": row.symbol])
    }

    func offerExplain(_ reference: String, _ key: String) {
        out.offer("explain", "Explain", ["id": "\(reference)#\(key)"])
    }

    /// Figures of a symbol are explained by the scan that found it; without one nothing is offered.
    func offerExplain(candidateOf symbol: String, _ key: String) {
        let found = context.scans.lazy.flatMap { $0.candidates + $0.nearestMisses }.first { $0.symbol == symbol }
        guard let candidate = found else { return }
        offerExplain("candidate/\(candidate.id)", key)
    }

    /// Said when nothing of a symbol is held.
    func nothingHeld(_ symbol: String) {
        let cite = citeBook()
        out.record("positions", ["symbol": symbol], rows: 0)
        let held = context.book.strategies.filter { $0.symbol == symbol }
        guard held.isEmpty else {
            // What the question leaves out is held all the same.
            let labels: Fragment =
                filter.labels.isEmpty
                ? "is meant by this question" : "is left with \(filter.labels.map { out.quote($0) }.joined(", "))"
            out.line(
                "No open row in \(out.quote(symbol)) \(labels); held are \(held.prefix(4).map(dated).joined(", ")).")
            for row in held.prefix(4) { remember(row) }
            return
        }
        out.line(
            "Nothing in \(out.quote(symbol)) is held among \(out.counted(book.strategies.count, "row", cite))."
        )
        sayClosed(symbol)
        out.offer("ask", "Quote of \(symbol)", ["text": "quote \(symbol)"])
    }

    /// What a name that is held no more has realised.
    private func sayClosed(_ symbol: String) {
        let history = history
        let closings = history.closed.filter { $0.symbol == symbol }
        guard let begins = history.begins, !closings.isEmpty else { return }
        let cite = citeLedger(history)
        out.line(
            "Closed: \(out.counted(closings.count, "closing", cite)) realised \(out.dollars(Figure(closings.reduce(0) { $0 + $1.profit }), "realised by closings", cite, signed: true)) since \(out.quote(begins.iso8601))."
        )
        sayStated(closings, cite)
        out.offer("ask", "Closed trades of \(symbol)", ["text": "closed trades of \(symbol)"])
    }

    var isBookEmpty: Bool { book.strategies.isEmpty }

    func sayEmptyBook() {
        out.record("positions", rows: 0)
        out.line("The book is empty: no positions are known.")
        out.more("Figures appear once a broker file is imported or the paper account is shown.")
        out.offer("help", "How to import")
    }

    /// A sum that is unknown as soon as one part is.
    static func sum(_ figures: [Figure]) -> Figure {
        figures.reduce(.known(0, .fresh)) { $0.combined(with: $1) { $0 + $1 } }
    }

    static func money(_ amounts: [Money]) -> Figure {
        Figure(amounts.reduce(0) { $0 + $1.dollars })
    }
}
