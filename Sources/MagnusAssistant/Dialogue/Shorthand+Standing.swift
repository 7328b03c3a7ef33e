/// The rate of now and the result of a running period as they are typed in a hurry, "whats the t-bill rate", "hows my week",
/// written out.
extension Shorthand {
    /// - Parameter names: symbols that are typed.
    func ofNow(_ typed: [String], _ set: Set<String>, _ names: [String]) -> String? {
        ofRate(typed, set) ?? ofPeriod(typed, set, names)
    }

    /// "T-bill rate", "treasury yield", "interest rate", "whats the risk free": the rate that options are priced with.
    private func ofRate(_ typed: [String], _ set: Set<String>) -> String? {
        let isBill =
            !set.isDisjoint(with: ["tbill", "tbills", "treasury", "treasuries"])
            || zip(typed, typed.dropFirst()).contains { $0 == "t" && ["bill", "bills"].contains($1) }
        let isFree = set.isSuperset(of: ["risk", "free"])
        // Interest that somebody pays or gets is another rate.
        let isInterest = set.contains("interest") && set.isDisjoint(with: ["i", "my", "have"])
        let rates: Set<String> = ["rate", "rates", "yield", "yields"]
        let isRate = (isBill || isInterest) && !rates.isDisjoint(with: set)
        let words = rates.union([
            "t", "bill", "bills", "tbill", "tbills", "treasury", "treasuries", "interest", "risk", "free", "current",
            "currently", "used", "use", "uses", "you", "magnus", "month", "months", "3", "1", "12", "short", "term",
            "for",
            "latest",
        ])
        guard isFree || isRate && !set.contains("risk"),
            typed.allSatisfy({ words.contains($0) || Self.fillers.contains($0) })
        else { return nil }
        return "what is the risk-free rate"
    }

    /// "Hows my week", "how has my month been", "my year so far": what that period has made up to now.
    private func ofPeriod(_ typed: [String], _ set: Set<String>, _ names: [String]) -> String? {
        let periods: Set<String> = ["week", "month", "quarter", "year"]
        let words = periods.union([
            "how", "was", "has", "had", "been", "going", "goes", "gone", "go", "doing", "did", "looking", "look",
            "looks",
            "so", "far", "shaping", "up", "our", "we", "this", "trading",
        ])
        let isOwn = !set.isDisjoint(with: ["my", "our"]) || set.isSuperset(of: ["doing", "this"])
        let named = typed.filter(periods.contains)
        guard names.isEmpty, named.count == 1, let period = named.first, isOwn,
            typed.first == "how" || ["my", "our"].contains(typed.first ?? "") && set.contains("far"),
            typed.allSatisfy({ words.contains($0) || Self.fillers.contains($0) })
        else { return nil }
        return "p/l this \(period)"
    }

    /// What a question has in it that its written form leaves out, as it is said; nil where it is all there.
    func leftOut(of text: String) -> String? {
        let set = Set(Tokeniser.words(text).map { $0.typed.lowercased() })
        guard set.isSuperset(of: ["up", "today"]), written(text)?.contains("have captured at least") == true else {
            return nil
        }
        return "today: what is captured is since the opening"
    }
}
