import MagnusDomain

extension AnswerMaker {
    /// "Same for AAPL" where there is no question to ask again, or none whose names are clear.
    func sayNothingToRepeat(_ obstacle: Repetition.Obstacle) {
        out.isAskedBack = true
        out.record("understanding", rows: 0)
        let names = (entities.symbols + entities.unknownSymbols).prefix(4).map { out.quote($0) }.joined(" and ")
        switch obstacle {
        case .noQuestion:
            out.line(
                "No question was answered before in this conversation, so none can be asked again of \(names).")
        case .notUnderstood:
            out.line("The question before was not understood, so it cannot be asked again of \(names).")
        case .namesApart:
            out.line(
                "The question before has several names, each with words of its own, and which of them \(names) stands for is not clear. The whole question with its names is clear."
            )
        }
        let questions = [Intent.showPosition, .openProfit].compactMap { $0.question(symbol) }
        guard symbol != nil, !questions.isEmpty else { return }
        out.line("Nearest: \(questions.map { "\"\(out.quote($0))\"" as Fragment }.joined(" or ")).")
        out.offered = questions
        for text in questions { out.offer("ask", text, ["text": text]) }
    }
}
