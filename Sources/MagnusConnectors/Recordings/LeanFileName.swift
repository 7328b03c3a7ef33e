import MagnusDomain
import MagnusQuant

/// What the name of an unpacked Lean file says about its content.
struct LeanFileName: Sendable, Hashable {
    enum Tick: String, Sendable {
        case quote, trade
        case openInterest = "openinterest"
    }

    var instrument: Instrument
    var tick: Tick
    /// The day of files whose rows count milliseconds from midnight; nil when each row has its own date.
    var date: CalendarDate?
    /// Option and share prices are ten-thousandths of a dollar, index levels plain points.
    var priceDivisor: Double

    /// Reads `20151223_goog_minute_quote_american_call_7400000_20160115.csv`, `goog_quote_american_call_...csv` (daily
    /// and hourly), `20230803_spy_minute_quote.csv` and `spy.csv`.
    /// - Returns: nil for any other name.
    init?(_ name: String) {
        guard name.hasSuffix(".csv"), name.utf8.count <= 128 else { return nil }
        var parts = name.dropLast(4).split(separator: "_", omittingEmptySubsequences: false)[...]
        if let first = parts.first, first.utf8.count == 8, let day = Self.date(first) {
            date = day
            parts = parts.dropFirst()
        }
        guard let symbolPart = parts.popFirst(), let symbol = StockSymbol.normalised(symbolPart) else { return nil }
        if date != nil {
            guard parts.popFirst() == "minute" else { return nil }
        }
        if parts.isEmpty {
            guard date == nil else { return nil }
            tick = .trade
        } else {
            guard let part = parts.popFirst(), let found = Tick(rawValue: String(part)) else { return nil }
            tick = found
        }
        if parts.isEmpty {
            guard tick != .openInterest else { return nil }
            instrument = .stock(symbol: symbol)
            let isIndex = (try? ContractSpecification(root: symbol))?.isIndex ?? false
            priceDivisor = isIndex ? 1 : 10_000
            return
        }
        let terms = Array(parts)
        guard terms.count == 4, terms[0] == "american" || terms[0] == "european",
            terms[1] == "call" || terms[1] == "put", let strike = Int(terms[2]), strike > 0, strike % 10 == 0,
            let expiry = Self.date(terms[3]),
            let contract = try? OptionContract.standard(
                root: symbol.filter { $0 != "." }, expiry: expiry, right: terms[1] == "call" ? .call : .put,
                strikeThousandths: strike / 10)
        else { return nil }
        instrument = .option(contract)
        priceDivisor = 10_000
    }

    /// Whether the first bytes of a file can be what the name promises. A name such as `notes.csv` could be a share's.
    func fits(_ bytes: [UInt8]) -> Bool {
        guard date == nil, case .stock = instrument else { return true }
        let head = String(decoding: bytes.prefix(9), as: UTF8.self)
        return head.hasSuffix(" ") && Self.date(head.dropLast()) != nil
    }

    /// `20151223`.
    static func date(_ text: some StringProtocol) -> CalendarDate? {
        guard text.utf8.count == 8, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text) else {
            return nil
        }
        let year = number / 10_000
        // Listed options and their recordings lie within; far dates would leave the range of ``Instant``.
        guard (1970...2199).contains(year) else { return nil }
        return CalendarDate(year: year, month: number / 100 % 100, day: number % 100)
    }
}
