import MagnusDomain

/// What names a pair of trades that may be one roll: the first entry of either trade and the series that was opened.
///
/// The first entry of a trade may become another one: an earlier fill of its order may be imported later. What the owner
/// said of a pair is kept under the name it had then; any entry of a trade stands for the trade.
public struct RollIdentifier: Hashable, Sendable {
    /// Ids of ledger entries.
    public var closing: String
    public var opening: String
    /// Compact symbol of the series opened.
    public var contract: String

    public init(closing: String, opening: String, contract: String) {
        self.closing = closing
        self.opening = opening
        self.contract = contract
    }

    /// - Returns: nil for a text that is no name of a pair.
    public init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let arrow = text[..<colon].firstIndex(of: ">") else { return nil }
        self.init(
            closing: String(text[..<arrow]), opening: String(text[text.index(after: arrow)..<colon]),
            contract: String(text[text.index(after: colon)...]))
    }

    /// As ``Roll/id``.
    public var text: String { "\(closing)>\(opening):\(contract)" }

    /// Verdicts by the names that pairs have now. One that was given under the present name goes over an older one.
    public static func current(
        _ verdicts: [String: RollVerdict], among trades: [Trade]
    ) -> [String: RollVerdict] {
        guard !verdicts.isEmpty else { return [:] }
        let names = presentNames(of: Array(verdicts.keys), among: trades)
        var result: [String: RollVerdict] = [:]
        for (name, verdict) in verdicts.sorted(by: { $0.key < $1.key }) {
            let present = names[name] ?? name
            if present == name || result[present] == nil { result[present] = verdict }
        }
        return result
    }

    /// Of some names, those that a pair had before; its present one is left out.
    public static func former(of roll: String, in names: [String], among trades: [Trade]) -> [String] {
        let present = presentNames(of: names, among: trades)
        return names.filter { $0 != roll && present[$0] == roll }.sorted()
    }

    /// The present name of each of some names whose trades are still there.
    private static func presentNames(of names: [String], among trades: [Trade]) -> [String: String] {
        let pairs = names.compactMap { name in RollIdentifier(name).map { (name, $0) } }
        var wanted: [String: String?] = [:]
        for (_, pair) in pairs {
            wanted[pair.closing] = .some(nil)
            wanted[pair.opening] = .some(nil)
        }
        for trade in trades {
            for leg in trade.legs {
                for event in leg.events where wanted[event] != nil { wanted[event] = trade.id }
            }
        }
        var result: [String: String] = [:]
        for (name, pair) in pairs {
            guard let closing = wanted[pair.closing] ?? nil, let opening = wanted[pair.opening] ?? nil else { continue }
            result[name] = RollIdentifier(closing: closing, opening: opening, contract: pair.contract).text
        }
        return result
    }
}
