/// How often an open view asks anew, and how long what it shows is good; seconds of the shell's own clock.
struct InquiryPace: Sendable, Equatable {
    /// Between two questions.
    var refresh: Double
    /// The same after an answer that brought nothing and told no reason: a book that was not valued yet soon is.
    var retry: Double
    /// After so long without an answer a question is taken for lost; infinite for work that tells its progress.
    var patience: Double
    /// What is shown and was not refreshed for so long is old; infinite for a view that tells of which moment it is.
    var life: Double
    /// Counts from the last answer, where answering takes long, and not from the question.
    var isFromAnswer: Bool

    /// What a view on prices waits for an answer.
    static let usualPatience = 20.0
    /// How long prices are shown as good.
    static let usualLife = 30.0

    /// - Parameter retry: nil for the usual pace.
    init(
        refresh: Double, retry: Double? = nil, patience: Double = usualPatience, life: Double = usualLife,
        isFromAnswer: Bool = false
    ) {
        self.refresh = refresh
        self.retry = retry ?? refresh
        self.patience = patience
        self.life = life
        self.isFromAnswer = isFromAnswer
    }
}
