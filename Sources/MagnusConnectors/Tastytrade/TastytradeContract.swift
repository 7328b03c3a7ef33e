import MagnusDomain
import MagnusQuant

/// The option of a row, from its symbol and the columns that repeat it.
struct TastytradeContract: Sendable {
    /// The columns beside the symbol that say something about the contract.
    struct Terms: Sendable, Equatable {
        var expiration: String
        var strike: String
        var right: String
        var multiplier: String

        init(_ row: TastytradeRow) {
            expiration = String(row.text(.expiration))
            strike = String(row.text(.strike))
            right = String(row.text(.right))
            multiplier = String(row.text(.multiplier))
        }
    }

    let terms: Terms
    private let stated: OptionContract

    /// `VIX   200930C00028000`; the printed root of an index means its weekly root on other days than the monthly.
    /// The terms must agree with the symbol; empty ones, the multiplier apart, say nothing.
    init(symbol: Substring, terms: Terms) throws(RowFault) {
        self.terms = terms
        let contract: OptionContract
        do {
            let printed = try OptionContract(osi: symbol)
            contract = try .standard(
                symbol: printed.root, expiry: printed.expiry, right: printed.right,
                strikeThousandths: printed.strikeThousandths)
        } catch {
            throw RowFault(.symbol, Self.words(error))
        }
        if !terms.expiration.isEmpty {
            guard (try? CalendarDate(monthDayYear: terms.expiration)) == contract.expiry else {
                throw RowFault(.expiration, "not the expiry of the symbol")
            }
        }
        if !terms.strike.isEmpty {
            guard let money = try? Money(text: terms.strike, notation: .detected, excessDigits: .rounded),
                money.tenThousandths == Int64(contract.strikeThousandths) * 10
            else { throw RowFault(.strike, "not the strike of the symbol") }
        }
        switch terms.right.uppercased() {
        case "": break
        case "CALL" where contract.right == .call: break
        case "PUT" where contract.right == .put: break
        default: throw RowFault(.right, "not the right of the symbol")
        }
        guard terms.multiplier.utf8.count <= 6 else { throw RowFault(.multiplier, "no number") }
        do { stated = try contract.stating(multiplier: Int(terms.multiplier)) } catch {
            throw RowFault(.multiplier, Self.words(error))
        }
    }

    /// The contract of a row with this symbol and these terms.
    func contract(of row: TastytradeRow) -> OptionContract {
        row.text(.type) == "Trade" ? stated : Self.adjusted(stated, row)
    }

    /// The older layout prints the old root in the symbol of an adjusted series and the new one only in the words
    /// `Reverse split: Open 6 USO1  200717P00002000`.
    private static func adjusted(_ contract: OptionContract, _ row: TastytradeRow) -> OptionContract {
        guard row.text(.subType).lowercased().contains("split") else { return contract }
        let words = row.text(.description).split(separator: " ")
        guard words.count >= 2 else { return contract }
        let symbol = words[words.count - 2] + " " + words[words.count - 1]
        guard let named = try? OptionContract(osi: symbol), named.underlying == contract.underlying,
            named.isAdjusted, named.right == contract.right
        else { return contract }
        return named
    }

    private static func words(_ error: ContractError) -> String {
        switch error {
        case .unrecognised: "no option symbol"
        case .malformedRoot: "no option root"
        case .noSuchDate: "no such expiry date"
        case .invalidStrike: "no such strike"
        case .multiplierMissing: "no multiplier stated"
        case .multiplierImplausible(let stated): "no such contract has the multiplier \(stated)"
        }
    }
}

/// Tickers as brokers print them.
enum StockSymbol {
    /// Upper case, share classes with a point: `BRK/B` is `BRK.B`. nil when it cannot be a ticker.
    static func normalised(_ text: Substring) -> String? {
        guard (1...12).contains(text.utf8.count) else { return nil }
        var result: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x41...0x5A, 0x30...0x39: result.append(byte)
            case 0x61...0x7A: result.append(byte - 0x20)
            case 0x2E, 0x2F, 0x2D, 0x20:
                guard let last = result.last, last != 0x2E else { return nil }
                result.append(0x2E)
            default: return nil
            }
        }
        guard result.last != 0x2E, result.contains(where: { (0x41...0x5A).contains($0) }) else { return nil }
        return String(decoding: result, as: UTF8.self)
    }
}

extension Quantity {
    /// Reads a number of shares or contracts exactly, up to six decimals: `300`, `1,000`, `0.123456`.
    /// - Returns: nil for anything else and beyond +-9e12.
    init?(plain text: Substring, notation: Money.Notation = .decimalPoint) {
        let isComma = notation == .decimalComma
        let point: UInt8 = isComma ? 0x2C : 0x2E
        let group: UInt8 = isComma ? 0x2E : 0x2C
        var value: Int64 = 0
        var digits = 0
        var decimals: Int?
        var isNegative = false
        for (index, byte) in text.utf8.enumerated() {
            if index == 0, byte == 0x2D || byte == 0x2B {
                isNegative = byte == 0x2D
            } else if (0x30...0x39).contains(byte) {
                guard digits < 18 else { return nil }
                if let count = decimals {
                    if count >= 6 {
                        guard byte == 0x30 else { return nil }
                        continue
                    }
                    decimals = count + 1
                }
                value = value * 10 + Int64(byte - 0x30)
                digits += 1
            } else if byte == point, decimals == nil {
                decimals = 0
            } else if byte == group, decimals == nil, digits > 0 {
                continue
            } else {
                return nil
            }
        }
        guard digits > 0 else { return nil }
        for _ in 0..<(6 - (decimals ?? 0)) {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = product
        }
        self.init(millionths: isNegative ? -value : value)
    }
}
