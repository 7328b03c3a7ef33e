/// The last answers that cost much, each with all that decides it: asked the same again, nothing is computed.
struct Remembered<Question: Equatable & Sendable, Answer: Sendable>: Sendable {
    private var entries: [(question: Question, answer: Answer)] = []
    private let capacity: Int

    /// - Parameter capacity: answers kept, at least one; the one longest unused goes first.
    init(capacity: Int) {
        self.capacity = max(1, capacity)
    }

    /// nil where it was not asked lately.
    mutating func answer(to question: Question) -> Answer? {
        guard let index = entries.firstIndex(where: { $0.question == question }) else { return nil }
        let entry = entries.remove(at: index)
        entries.append(entry)
        return entry.answer
    }

    mutating func take(_ answer: Answer, to question: Question) {
        entries.removeAll { $0.question == question }
        if entries.count >= capacity { entries.removeFirst() }
        entries.append((question, answer))
    }
}
