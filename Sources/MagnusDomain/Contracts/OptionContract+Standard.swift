import MagnusQuant

extension OptionContract {
    /// The highest strike an OSI symbol can carry, in thousandths.
    public static let maximumStrikeThousandths = 99_999_999

    /// A listed series with the terms of its root, see ``ContractSpecification/init(root:)``.
    /// - Throws: ``ContractError/malformedRoot``, ``ContractError/invalidStrike``, and ``ContractError/noSuchDate``
    ///   outside 1990 to 2089.
    public static func standard(
        root: String, expiry: CalendarDate, right: OptionRight, strikeThousandths: Int
    ) throws(ContractError) -> OptionContract {
        guard (1...maximumStrikeThousandths).contains(strikeThousandths) else { throw .invalidStrike }
        guard (1990...2089).contains(expiry.year) else { throw .noSuchDate }
        let terms = try ContractSpecification(root: root)
        return OptionContract(
            root: root, underlying: terms.underlying, expiry: expiry, right: right,
            strikeThousandths: strikeThousandths, style: terms.style, settlement: terms.settlement,
            multiplier: terms.multiplier, deliverable: terms.deliverable)
    }

    /// The same series by what brokers name in its place, the underlying's symbol.
    ///
    /// Share classes may be spelled `BRK.B`, `BRK/B`, `BRK-B` or `BRK B`. A morning-settled index has only monthly
    /// expiries: on another day the symbol means the weekly root (`SPX` on a Wednesday is `SPXW`). On the monthly day
    /// both exist and the monthly root is meant.
    public static func standard(
        symbol: String, expiry: CalendarDate, right: OptionRight, strikeThousandths: Int,
        calendar: ExchangeCalendar = .standard
    ) throws(ContractError) -> OptionContract {
        guard var root = normalisedRoot(symbol) else { throw .malformedRoot }
        if let sibling = ContractSpecification.weeklySiblings[root] {
            let isMonthly =
                root == "VIX"
                ? calendar.volatilityIndexExpiry(year: expiry.year, month: expiry.month) == expiry
                : calendar.isMonthlyExpiry(expiry)
            if !isMonthly { root = sibling }
        }
        return try standard(root: root, expiry: expiry, right: right, strikeThousandths: strikeThousandths)
    }

    /// This contract with the multiplier and the deliverable that a source states.
    /// - Parameters:
    ///   - multiplier: the source's multiplier field, nil when the field exists and is empty. A standard equity root
    ///     with another multiplier than 100 no longer delivers what its root says: unless `deliverable` is given it
    ///     becomes ``Deliverable/unknown``.
    ///   - deliverable: what the source says is delivered, nil when it says nothing.
    /// - Throws: ``ContractError/multiplierMissing`` and ``ContractError/multiplierImplausible(_:)``.
    public func stating(multiplier: Int?, deliverable: Deliverable? = nil) throws(ContractError) -> OptionContract {
        let terms = try ContractSpecification(root: root)
        var contract = self
        contract.multiplier = try terms.multiplier(stated: multiplier)
        if let deliverable {
            contract.deliverable = deliverable
        } else if contract.multiplier != terms.multiplier {
            contract.deliverable = .unknown
        }
        return contract
    }

    /// An option root from a ticker or a padded root: trimmed, upper case, one class separator dropped.
    static func normalisedRoot(_ text: String) -> String? {
        var root: [UInt8] = []
        var separators = 0
        var pending = false
        for byte in text.utf8 {
            switch byte {
            case 0x41...0x5A, 0x30...0x39, 0x61...0x7A:
                if pending {
                    separators += 1
                    pending = false
                }
                root.append((0x61...0x7A).contains(byte) ? byte - 0x20 : byte)
            case 0x20:
                pending = !root.isEmpty
            case 0x2E, 0x2F, 0x2D:
                guard !root.isEmpty, !pending else { return nil }
                pending = true
            default: return nil
            }
            if root.count > 6 { return nil }
        }
        let text = String(decoding: root, as: UTF8.self)
        // A separator at the end is padding when it is blank, an unknown spelling otherwise.
        return separators <= 1 && ContractSpecification.isWellFormed(root: text) ? text : nil
    }
}
