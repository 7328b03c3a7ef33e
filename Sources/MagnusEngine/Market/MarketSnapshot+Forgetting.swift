import MagnusAnalysis
import MagnusDomain

extension MarketSnapshot {
    /// Drops the quotes of contracts that are not held and were last received before a moment.
    ///
    /// Walks the quotes only where there are more of them than contracts.
    mutating func forgetQuotes(except held: [OptionContract], before moment: Instant) {
        guard optionQuotes.count > held.count else { return }
        let kept = Set(held)
        guard optionQuotes.count > kept.count else { return }
        optionQuotes = optionQuotes.filter { contract, quote in
            kept.contains(contract) || quote.receivedAt >= moment
        }
    }
}
