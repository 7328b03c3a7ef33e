import MagnusDomain
import MagnusQuant

/// The text of the Position column (trader.md section 4): `-1 PCS 597/592`, `CC -2 57.5C`, `PMCC 42C/52.5C`.
enum StrategyTitle {
    static func text(_ kind: StrategyKind, legs: [StrategyLeg], isCollateral: Bool) -> String {
        let options = legs.filter { $0.contract != nil }
        let shares = legs.filter { $0.contract == nil }.reduce(Quantity.zero) { $0 + $1.position.quantity }
        let short = options.first { $0.isShort }
        let long = options.first { !$0.isShort }
        func strike(_ leg: StrategyLeg?) -> String { leg?.contract?.strikeText ?? "?" }
        func name(_ leg: StrategyLeg?) -> String { leg?.contract?.shortName ?? "?" }
        func count(_ sign: String) -> String { "\(sign)\(unsigned(options.first?.position.quantity ?? .zero))" }
        switch kind {
        case .stock: return stock(shares, isCollateral: isCollateral)
        case .coveredCall:
            return "CC "
                + options.compactMap { $0.contract?.positionText(quantity: $0.position.quantity) }
                .joined(separator: " ")
        case .bullPutSpread: return "\(count("-")) PCS \(strike(short))/\(strike(long))"
        case .bearCallSpread: return "\(count("-")) CCS \(strike(short))/\(strike(long))"
        case .bearPutSpread: return "\(count("+")) PDS \(strike(long))/\(strike(short))"
        case .bullCallSpread: return "\(count("+")) CDS \(strike(long))/\(strike(short))"
        case .ironCondor, .ironButterfly:
            let wing = max(
                (options[1].contract?.strikeThousandths ?? 0) - (options[0].contract?.strikeThousandths ?? 0),
                (options[3].contract?.strikeThousandths ?? 0) - (options[2].contract?.strikeThousandths ?? 0))
            let strikes =
                kind == .ironCondor ? "IC \(strike(options[1]))/\(strike(options[2]))" : "IF \(strike(options[1]))"
            return "\(count("-")) \(strikes)+\(OptionContract.strikeText(thousandths: wing))"
        case .callButterfly, .putButterfly:
            return "\(count("+")) BFLY " + options.map { strike($0) }.joined(separator: "/")
        case .callCalendar, .putCalendar:
            let isLong = options.last?.isShort == false
            return "\(count(isLong ? "+" : "-")) CAL \(name(short))"
        case .callDiagonal, .putDiagonal:
            let isLong = options.last?.isShort == false
            if kind == .callDiagonal, isLong, let long, let short, long.strike < short.strike {
                let prefix = abs(long.quantity) == 1 ? "" : count("+") + " "
                return "\(prefix)PMCC \(name(long))/\(name(short))"
            }
            return "\(count(isLong ? "+" : "-")) DIAG \(name(long))/\(name(short))"
        case .longStraddle: return "\(count("+")) STD \(strike(long))"
        case .shortStraddle: return "\(count("-")) STD \(strike(short))"
        case .longStrangle: return "\(count("+")) STG \(strike(options.first))/\(strike(options.last))"
        case .shortStrangle: return "\(count("-")) STG \(strike(options.first))/\(strike(options.last))"
        case .collar: return "COL \(name(options.first))/\(name(options.last))"
        case .protectivePut: return "PP \(options.first?.position.quantity.signedText ?? "") \(name(options.first))"
        case .cashSecuredPut, .shortCall, .longCall, .longPut:
            guard let leg = options.first, let contract = leg.contract else { return "?" }
            return contract.positionText(quantity: leg.position.quantity)
        case .custom: return "\(legs.count) legs custom"
        }
    }

    private static func stock(_ shares: Quantity, isCollateral: Bool) -> String {
        if shares.isShort { return "\(unsigned(shares)) sh short" }
        let isUncovered = !isCollateral && shares >= Quantity(100)
        return "\(unsigned(shares)) sh\(isUncovered ? " uncovered" : "")"
    }

    private static func unsigned(_ quantity: Quantity) -> String {
        let text = quantity.magnitude.signedText
        return text.hasPrefix("+") ? String(text.dropFirst()) : text
    }
}
