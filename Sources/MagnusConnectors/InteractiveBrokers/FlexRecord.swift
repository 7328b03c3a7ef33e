import MagnusDomain

/// Why an element cannot be booked, and the attribute at fault.
struct FlexFault: Error {
    var attribute: String
    var reason: String

    init(_ attribute: String, _ reason: String) {
        self.attribute = attribute
        self.reason = reason
    }
}

/// One element of a Flex statement with its attributes by name. An empty attribute is absent, as the service has it.
struct FlexRecord: Sendable {
    let element: XMLElement

    func text(_ name: String) -> Substring? {
        guard let value = element.attributes[name] else { return nil }
        let text = CellText.trimmed(value)
        return text.isEmpty ? nil : text
    }

    /// The first of these attributes that is there.
    func money(_ names: String...) throws(FlexFault) -> Money? {
        for name in names {
            guard let text = text(name) else { continue }
            do { return try CellText.amount(text) } catch { throw FlexFault(name, error.reason) }
        }
        return nil
    }

    func quantity(_ name: String) throws(FlexFault) -> Quantity? {
        guard let text = text(name) else { return nil }
        do { return try CellText.quantity(text, isRounding: true) } catch { throw FlexFault(name, error.reason) }
    }

    func date(_ names: String...) throws(FlexFault) -> CalendarDate? {
        for name in names {
            guard let text = text(name) else { continue }
            do { return try CellText.date(text) } catch { throw FlexFault(name, error.reason) }
        }
        return nil
    }

    /// When something happened: `dateTime` (`20261120;104012`, `2026-11-20, 10:40:12`, `2026-11-20 10:40:12 EST`), or a
    /// day and a clock in attributes of their own. The clock is New York's, Flex's default. nil time where only the day
    /// is stated.
    func moment() throws(FlexFault) -> (date: CalendarDate, secondsOfDay: Int?) {
        let name = ["dateTime", "tradeDate", "date", "reportDate"].first { text($0) != nil }
        guard let name, let text = text(name), let date = try date(name) else { throw FlexFault("dateTime", "no date") }
        let clock: Substring? =
            if name == "dateTime" {
                text.split(whereSeparator: { ";, T".contains($0) }).dropFirst().first
            } else {
                name == "tradeDate" ? self.text("tradeTime") : nil
            }
        return (date, clock.flatMap { CellText.clock($0) })
    }

    /// Codes like `A;P`.
    var codes: Set<Substring> {
        Set((text("notes") ?? text("code") ?? "").split(whereSeparator: { ";, ".contains($0) }))
    }

    /// Only what is in dollars is booked: other currencies are never added to them. A row without its currency is in
    /// that of the account, unless its rate to it says otherwise.
    func requireDollars() throws(FlexFault) {
        guard let currency = text("currency") else {
            guard let rate = try money("fxRateToBase"), rate.tenThousandths != 10_000 else { return }
            throw FlexFault("currency", "none is stated, and the rate to that of the account is \(rate.text)")
        }
        guard currency != "USD" else { return }
        throw FlexFault("currency", "\(HarmlessText.plain(currency, maximumLength: 8)): only US dollars are booked")
    }

    /// Shares or a listed option; nil when the element names none.
    func instrument() throws(FlexFault) -> Instrument? {
        let category = text("assetCategory") ?? ""
        switch category {
        case "STK", "ETF", "FUND":
            guard let symbol = text("symbol") else { return nil }
            guard let ticker = CellText.ticker(symbol) else { throw FlexFault("symbol", "no stock symbol") }
            return .stock(symbol: ticker)
        case "OPT":
            return .option(try option())
        case "": return nil
        default:
            throw FlexFault(
                "assetCategory",
                "\(HarmlessText.plain(category, maximumLength: 8)): only shares and options on shares and indices are booked"
            )
        }
    }

    private func option() throws(FlexFault) -> OptionContract {
        var contract: OptionContract
        if let symbol = text("symbol"), let coded = try? OptionContract(osi: symbol) {
            contract = coded
        } else {
            guard let underlying = text("underlyingSymbol"), let expiry = try date("expiry"),
                let strike = try money("strike"), let right = text("putCall")
            else { throw FlexFault("symbol", "no option symbol, and its terms are not stated") }
            guard right == "C" || right == "P" else { throw FlexFault("putCall", "neither C nor P") }
            do throws(ContractError) {
                contract = try .standard(
                    symbol: String(underlying), expiry: expiry, right: right == "C" ? .call : .put,
                    strikeThousandths: Int(strike.tenThousandths / 10))
            } catch { throw FlexFault("symbol", "no such option") }
        }
        if let expiry = try date("expiry"), expiry != contract.expiry {
            throw FlexFault("expiry", "not the expiry of the symbol")
        }
        if let strike = try money("strike"), strike.tenThousandths != Int64(contract.strikeThousandths) * 10 {
            throw FlexFault("strike", "not the strike of the symbol")
        }
        if let right = text("putCall"), right != contract.right.letter {
            throw FlexFault("putCall", "not the right of the symbol")
        }
        guard let stated = try quantity("multiplier") else { return contract }
        guard let multiplier = stated.whole else { throw FlexFault("multiplier", "no whole number") }
        do throws(ContractError) { contract = try contract.stating(multiplier: multiplier) } catch {
            throw FlexFault("multiplier", "no such contract has it")
        }
        return contract
    }
}
