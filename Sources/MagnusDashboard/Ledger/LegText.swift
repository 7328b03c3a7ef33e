import MagnusDomain

/// The legs of a trade on one line: `-2/+2 585/575P 04-05`, `+100 sh`, `+1/-1 205/210P -1/+1 235/240C 04-30`.
enum LegText {
    /// Days beyond which an expiry is written with its year.
    private static let nearDays = 300

    /// - Parameters:
    ///   - opened: whether only what was opened is told, and as much of it.
    ///   - day: from which expiries are near or far.
    static func line(_ legs: [TradeLeg], openedOnly: Bool, day: CalendarDate) -> String {
        var parts: [String] = []
        var options: [CalendarDate: [String: [(contract: OptionContract, quantity: Quantity)]]] = [:]
        for leg in legs {
            let quantity = openedOnly ? leg.opened : leg.quantity
            if quantity.isZero { continue }
            switch leg.instrument {
            case .stock: parts.append("\(quantity.signedText) sh")
            case .option(let contract):
                options[contract.expiry, default: [:]][contract.right.letter, default: []].append((contract, quantity))
            }
        }
        for (expiry, rights) in options.sorted(by: { $0.key < $1.key }) {
            let series = ["P", "C"].compactMap { rights[$0].map { text($0) } }
            parts.append("\(series.joined(separator: " ")) \(text(expiry, from: day))")
        }
        return parts.joined(separator: "  ")
    }

    /// Every leg in full: `-2 KO 75P 2026-03-19, +100 KO`.
    static func whole(_ legs: [TradeLeg], openedOnly: Bool) -> String {
        legs.compactMap { leg in
            let quantity = openedOnly ? leg.opened : leg.quantity
            return quantity.isZero ? nil : "\(quantity.signedText) \(LedgerWriter.name(leg.instrument))"
        }
        .joined(separator: ", ")
    }

    /// Legs of one expiry and right: those of a spread as one, the short one first.
    private static func text(_ legs: [(contract: OptionContract, quantity: Quantity)]) -> String {
        let sorted = legs.sorted {
            legs.count == 2 && $0.quantity.isShort != $1.quantity.isShort
                ? $0.quantity.isShort : $0.contract.strikeThousandths < $1.contract.strikeThousandths
        }
        let isUniform = Set(sorted.map(\.quantity.magnitude)).count == 1 && !sorted.contains { $0.contract.isAdjusted }
        guard sorted.count > 1, isUniform, let right = sorted.first?.contract.right.letter else {
            return sorted.map { $0.contract.positionText(quantity: $0.quantity) }.joined(separator: " ")
        }
        let counts = sorted.map(\.quantity.signedText).joined(separator: "/")
        let strikes = sorted.map { String($0.contract.shortName.dropLast()) }.joined(separator: "/")
        return "\(counts) \(strikes)\(right)"
    }

    /// `04-16`, beyond 300 days `28-01`.
    static func text(_ expiry: CalendarDate, from day: CalendarDate) -> String {
        String(expiry.days(since: day) > nearDays ? expiry.iso8601.dropFirst(2).prefix(5) : expiry.iso8601.dropFirst(5))
    }
}
