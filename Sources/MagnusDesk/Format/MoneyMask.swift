/// Hides amounts of money in sentences that were written elsewhere, so that the privacy mask has no leak.
///
/// Hidden: amounts behind `$`, numbers with a thousands comma, with `k` or `M` behind them, signed whole numbers, signed
/// numbers of 100 and more, whole numbers of four digits and more. Kept: percentages, prices (`0.56`, `257.10`), strikes and dates, counts of
/// days and contracts. Percentages of net liquidation and beta-weighted deltas are hidden as amounts are. It rather hides too much than too little.
public enum MoneyMask {
    /// What stands in place of an amount.
    public static let hidden = "***"

    public static func masked(_ sentence: String) -> String {
        var result = ""
        var rest = Substring(sentence)
        while let character = rest.first {
            if startsNumber(rest, after: result.last) {
                let token = number(rest)
                let follower = rest.dropFirst(token.count)
                let isHidden =
                    !isMarketCount(before: result, follower: follower)
                    && isMoney(token, follower: follower, before: result.last)
                    || isTelling(token, follower: follower, before: result)
                result += isHidden ? hidden : String(token)
                rest = follower
            } else {
                result.append(character)
                rest = rest.dropFirst()
            }
        }
        return result
    }

    private static func isDigit(_ character: Character?) -> Bool {
        character?.isASCII == true && character?.isNumber == true
    }

    private static func startsNumber(_ text: Substring, after previous: Character?) -> Bool {
        // Digits inside a word or a date are no amount: LCID1, 03-15.
        if let previous, previous.isLetter || isDigit(previous) || previous == "." || previous == "#" { return false }
        var body = text
        if let first = body.first, "+-".contains(first) {
            if isDigit(previous) { return false }
            body = body.dropFirst()
        }
        if body.first == "$" {
            body = body.dropFirst()
            if let sign = body.first, "+-".contains(sign) { body = body.dropFirst() }
        }
        return isDigit(body.first)
    }

    /// Sign, dollar sign, digits, commas inside, decimals and a unit of thousands.
    private static func number(_ text: Substring) -> Substring {
        var end = text.startIndex
        func peek(_ index: String.Index) -> Character? { index < text.endIndex ? text[index] : nil }
        while let character = peek(end), "+-$".contains(character) { end = text.index(after: end) }
        while let character = peek(end) {
            if isDigit(character) {
                end = text.index(after: end)
            } else if character == "," || character == "." || character == "-" {
                let next = text.index(after: end)
                guard isDigit(peek(next)) else { break }
                end = next
            } else {
                break
            }
        }
        if let unit = peek(end), "kM".contains(unit) {
            let next = text.index(after: end)
            if peek(next)?.isLetter != true { end = next }
        }
        return text[text.startIndex..<end]
    }

    /// `open interest 1,732, 48,100 options a day`: what all of the market holds and trades is nobody's money.
    private static func isMarketCount(before: String, follower: Substring) -> Bool {
        before.hasSuffix("open interest ") || follower.hasPrefix(" options a day")
    }

    private static func isMoney(_ token: Substring, follower: Substring, before: Character?) -> Bool {
        let digits = token.drop { "+-$".contains($0) }
        let isSigned = token.first == "+" || token.first == "-"
        if follower.first == "%" || digits.contains("-") { return false }
        let isDistance = token.hasPrefix("$+") || token.hasPrefix("$-")
        let magnitude = Double(String(digits.filter { isDigit($0) || $0 == "." })) ?? 0
        if token.contains("$") { return !isDistance || magnitude >= 100 }
        if token.last == "k" || token.last == "M" || digits.contains(",") { return true }
        // A strike, a count of contracts, shares or days, a ratio.
        let next = follower.first
        if let next, next.isLetter || next == "/" || next == ":" { return false }
        if before == "/" || before == ":" || before == "[" { return false }
        let words = follower.drop { $0 == " " }
        if ["sh", "days", "day", "contract", "rows", "points"].contains(where: words.hasPrefix) { return false }
        if isSigned { return digits.contains(".") ? magnitude >= 100 : !(next == " " && isStrike(words)) }
        return !digits.contains(".") && digits.count >= 4 && !(1990...2099).contains(magnitude)
    }

    /// Percentages of net liquidation and beta-weighted deltas: with the strikes in view they give the account away.
    private static func isTelling(_ token: Substring, follower: Substring, before: String) -> Bool {
        let isBookDelta = ["βΔ ", "eta-weighted delta ", "eta-weighted delta is ", "eta delta "]
            .contains(where: before.hasSuffix)
        if isBookDelta { return true }
        // Amounts too short to be known by their look.
        let isWhole = token.allSatisfy { isDigit($0) } && follower.first != "%"
        if isWhole, ["SPY = ", "sell ", "left ", "premium ", "left \(hidden) of "].contains(where: before.hasSuffix) {
            return true
        }
        guard follower.first == "%" else { return follower.first == ">" }
        let words = follower.dropFirst()
        if before.hasSuffix(hidden + " = ") || before.hasSuffix(hidden + " or ") { return true }
        return [" NL", " of NL", " of net liq", " net liq", " of cash", ">", " >", " + "].contains(
            where: words.hasPrefix)
            || before.hasSuffix("% + ")
    }

    /// `-1 260P` is a position, not an amount.
    private static func isStrike(_ text: Substring) -> Bool {
        let number = text.prefix { isDigit($0) || $0 == "." || $0 == "/" }
        guard !number.isEmpty, let letter = text.dropFirst(number.count).first else {
            return ["CAL", "PCS", "CCS", "PDS", "CDS", "IC"].contains(where: text.hasPrefix)
        }
        return letter == "P" || letter == "C"
    }
}
