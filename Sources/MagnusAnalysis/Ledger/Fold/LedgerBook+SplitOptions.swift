import MagnusDomain
import MagnusQuant

extension LedgerBook {
    /// A series of options that was held when its shares were split, and that no row has adjusted so far.
    struct UnadjustedOption: Sendable {
        /// Place of the split of the shares.
        var split: Int
        /// Shares before and after it: what became of what.
        var before: Quantity
        var after: Quantity
        /// Contracts held then, signed.
        var held: Quantity
    }

    /// Rows of one adjustment further apart do not belong together, as with deliveries.
    private static let adjustmentSpan = 4.0 * 86_400

    /// Notes that an option was taken away, brought or counted anew by a row: nothing is left to ask.
    mutating func noteAdjusted(_ key: Key, at time: Instant) {
        guard case .option = key.instrument else { return }
        unadjusted[key] = nil
        adjustedAt[key] = time
    }

    /// Every open option on shares that are split is adjusted by the exchange. Where no row of the days around tells how, the
    /// contract stays as it was booked, and that is questioned: its strike and the shares it delivers are not those any more.
    mutating func noteSplit(of symbol: String, from before: Quantity, to after: Quantity, event: LedgerEvent) {
        guard event.kind == .split, before != after else { return }
        for (key, holding) in holdings where key.account == event.account && !holding.quantity.isZero {
            guard case .option(let contract) = key.instrument, contract.underlying == symbol, !contract.isAdjusted,
                case .shares = contract.deliverable, contract.expiry >= event.time.newYork.date
            else { continue }
            if let time = adjustedAt[key], event.time.seconds(since: time) <= Self.adjustmentSpan { continue }
            unadjusted[key] = UnadjustedOption(split: place, before: before, after: after, held: holding.quantity)
        }
    }

    /// ``positions`` as they may be valued: see ``valued(_:)``.
    public var valuedPositions: [Position] { unadjusted.isEmpty ? positions : positions.map(valued) }

    /// A position of the book as it may be valued. What an option delivers whose shares were split, and that no row adjusted,
    /// nobody stated: it is neither covered by 100 of the new shares nor worth what its old terms say. Contracts opened after
    /// the split are what they are named; its id stays.
    public func valued(_ position: Position) -> Position {
        let key = Key(account: position.account, instrument: position.instrument)
        guard case .option(var contract) = position.instrument, let option = unadjusted[key],
            holdings[key]?.openLots.contains(where: { $0.opening < option.split }) == true
        else { return position }
        contract.deliverable = .unknown
        var position = position
        position.instrument = .option(contract)
        return position
    }

    /// Options that nobody adjusted, in the order of the splits.
    var unadjustedOptions: [LedgerIssue] {
        unadjusted.compactMap { key, option -> (Int, String, LedgerIssue)? in
            guard let event = event(at: option.split), case .option(let contract) = key.instrument else { return nil }
            let text =
                "\(option.before.signedText) \(contract.underlying) became \(option.after.signedText) while "
                + "\(option.held.signedText) \(contract.text(in: .compact)) was held, and no row adjusts it: "
                + Self.expectation(contract, option) + "; it stays as it was until a row says so"
            return (option.split, contract.osi, LedgerIssue(.unadjustedOption, event, text))
        }
        .sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
    }

    /// What the Options Clearing Corporation usually makes of a standard contract ("Characteristics and Risks of Standardized
    /// Options", chapter II, adjustments); its memo on the split decides. Where one
    /// share becomes a whole number of shares, that many contracts at the strike divided by it, in whole cents; after any
    /// other split the same number of contracts under an adjusted root, which deliver what 100 shares became.
    private static func expectation(_ contract: OptionContract, _ option: UnadjustedOption) -> String {
        let (before, after) = (option.before.millionths.magnitude, option.after.millionths.magnitude)
        guard before > 0 else { return "an adjusted contract is expected" }
        if after > before, after % before == 0 {
            let factor = Int(clamping: after / before)
            var successor = contract
            successor.strikeThousandths = Int((Double(contract.strikeThousandths) / Double(factor) / 10).rounded()) * 10
            let count = option.held.millionths.multipliedReportingOverflow(by: Int64(factor))
            guard !count.overflow else { return "an adjusted contract is expected" }
            return
                "expected are \(Quantity(millionths: count.partialValue).signedText) \(successor.text(in: .compact)) (strike "
                + "divided by \(factor))"
        }
        let shares = 100 * Double(after) / Double(before)
        let whole = Quantity(millionths: Int64((shares * 1_000_000).rounded()))
        return
            "expected is an adjusted root (such as \(contract.root)1) that delivers "
            + "\(whole.signedText.drop { $0 == "+" }) shares"
    }
}
