import MagnusDomain

/// What the identifiers of a file's entries stand for (`SECLIST`).
struct SecurityList: Sendable {
    private var securities: [String: Instrument] = [:]
    /// Why a listed security cannot be booked.
    private var refusals: [String: String] = [:]

    mutating func add(_ record: OpenFinancialRecord) {
        guard let identifier = record.text("UNIQUEID").map(String.init) else { return }
        switch record.name {
        case "STOCKINFO", "MFINFO":
            guard let ticker = record.text("TICKER").flatMap({ CellText.ticker($0) }) ?? Self.ticker(record) else {
                refusals[identifier] = "the security has no ticker"
                return
            }
            securities[identifier] = .stock(symbol: ticker)
        case "OPTINFO":
            do throws(OpenFinancialFault) { securities[identifier] = .option(try Self.option(record)) } catch {
                refusals[identifier] = "\(error.element): \(error.reason)"
            }
        default: refusals[identifier] = "only shares, funds and options are booked"
        }
    }

    /// - Throws: when the entry names no security, or one that is not listed or not booked.
    func instrument(of record: OpenFinancialRecord) throws(OpenFinancialFault) -> Instrument {
        guard let identifier = record.text("UNIQUEID").map(String.init) else {
            throw OpenFinancialFault("SECID", "no security")
        }
        if let found = securities[identifier] { return found }
        throw OpenFinancialFault("UNIQUEID", refusals[identifier] ?? "not in the list of securities")
    }

    /// Files without tickers: the identifier itself, when the broker uses symbols there.
    private static func ticker(_ record: OpenFinancialRecord) -> String? {
        guard record.text("UNIQUEIDTYPE")?.uppercased() == "TICKER" else { return nil }
        return record.text("UNIQUEID").flatMap { CellText.ticker($0) }
    }

    private static func option(_ record: OpenFinancialRecord) throws(OpenFinancialFault) -> OptionContract {
        var contract: OptionContract?
        for name in ["TICKER", "SECNAME", "UNIQUEID"] where contract == nil {
            contract = record.text(name).flatMap { CellText.option($0) }
        }
        guard var contract else { throw OpenFinancialFault("SECNAME", "no option symbol") }
        if let strike = try record.money("STRIKEPRICE"),
            strike.tenThousandths != Int64(contract.strikeThousandths) * 10
        {
            throw OpenFinancialFault("STRIKEPRICE", "not the strike of the symbol")
        }
        if let right = record.text("OPTTYPE")?.uppercased(), right != (contract.right == .call ? "CALL" : "PUT") {
            throw OpenFinancialFault("OPTTYPE", "not the right of the symbol")
        }
        if record.text("DTEXPIRE") != nil, try record.moment("DTEXPIRE").date != contract.expiry {
            throw OpenFinancialFault("DTEXPIRE", "not the expiry of the symbol")
        }
        if let shares = try record.quantity("SHPERCTRCT") {
            guard let multiplier = shares.whole, let stated = try? contract.stating(multiplier: multiplier) else {
                throw OpenFinancialFault("SHPERCTRCT", "no such contract has it")
            }
            contract = stated
        }
        return contract
    }
}
