import MagnusDomain

/// Accounts that a question names beside each other.
extension FilterReader {
    /// "Paper plus ira": beside a joint whose other end is an account too.
    func joinsAccounts(_ index: Int, _ words: [Word]) -> Bool {
        let joints: Set<String> = ["and", "plus", "or", "vs", "versus", "with", "against"]
        func isAccount(_ place: Int) -> Bool {
            guard words.indices.contains(place) else { return false }
            let text = words[place].typed.lowercased()
            return Self.rules[text] != nil || context.book.accounts.contains { $0.account.name.lowercased() == text }
                || context.hiddenAccounts.contains { $0.name.lowercased() == text }
        }
        func isJoined(_ step: Int) -> Bool {
            let next = index + step
            guard words.indices.contains(next) else { return false }
            if joints.contains(words[next].text) {
                let beyond = next + step
                let isSkipped = words.indices.contains(beyond) && ["the", "my"].contains(words[beyond].text)
                return isAccount(isSkipped ? beyond + step : beyond)
            }
            return isAccount(next)
        }
        return isJoined(1) || isJoined(-1)
    }
}
