/// How a candidate is called in a row.
extension Candidate {
    /// `CSP`, `CC`, put and call credit spread `PCS` and `CCS`, `IC`, `CAL`, `DIA`.
    public var typeWord: String {
        switch spread?.kind {
        case .bullPutSpread: "PCS"
        case .bearCallSpread: "CCS"
        default: strategy.word
        }
    }

    /// Strikes without symbol and expiry: `90P`, a spread `90/85P` and a diagonal `105/90C` with what is sold first, a
    /// condor by what it sells and its wider wing `205/240+5`.
    public var shortName: String {
        guard let spread, spread.legs.count > 1 else { return contract.shortName }
        let sold = spread.legs.filter { $0.quantity < 0 }.map(\.contract)
        guard let first = sold.first else { return contract.shortName }
        switch spread.kind {
        case .bullPutSpread, .bearCallSpread, .callDiagonal, .putDiagonal:
            let bought = spread.legs.first { $0.quantity > 0 }?.contract.strikeText ?? "?"
            return "\(first.strikeText)/\(bought)\(first.right.letter)"
        case .ironCondor:
            let wing = OptionContract.strikeText(thousandths: Int(((spread.width ?? 0) * 1000).rounded()))
            return "\(sold.map(\.strikeText).joined(separator: "/"))+\(wing)"
        default: return first.shortName
        }
    }

    /// Last day of the option sold, and of the one bought where it lives longer.
    public var expiries: [CalendarDate] {
        let days = Set((spread?.legs ?? []).map(\.contract.expiry) + [contract.expiry])
        return days.sorted()
    }

    /// What doing it is called: `sell put`, `sell call spread`, `buy calendar`.
    public var action: String {
        switch spread?.kind {
        case .bullPutSpread: "sell put spread"
        case .bearCallSpread: "sell call spread"
        case .ironCondor: "sell condor"
        case .callCalendar, .putCalendar: "buy calendar"
        case .callDiagonal: "buy call diagonal"
        case .putDiagonal: "buy put diagonal"
        default: contract.right == .put ? "sell put" : "sell call"
        }
    }
}
