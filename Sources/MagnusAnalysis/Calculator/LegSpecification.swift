import MagnusQuant

/// One leg as `magnus strategy --leg` takes it: `short 1 put 95 0.25 @1.80 ~0.32`, `long 100 stock @98.50`.
public struct LegSpecification: Sendable, Hashable {
    public enum Instrument: Sendable, Hashable {
        case stock
        /// - Parameters:
        ///   - strike: Per share, > 0.
        ///   - years: To expiry, ACT/365, >= 0.
        case option(OptionRight, strike: Double, years: Double)
    }

    /// Why a leg cannot be read, with the words at fault.
    public enum Failure: Error, Sendable, Equatable {
        /// Fewer or more words than the form has.
        case wrongForm
        /// Not `long` or `short`.
        case unknownSide(String)
        /// Not a whole number from 1 to 1,000,000.
        case badQuantity(String)
        /// Not `call`, `put` or `stock`.
        case unknownInstrument(String)
        /// Not a number in its range; the first text is the name of what it stands for.
        case badNumber(String, String)
    }

    /// Shares of one contract.
    public static let multiplier = 100

    public var instrument: Instrument
    /// Contracts or shares, long positive.
    public var quantity: Int
    /// Price per share at entry, >= 0.
    public var premium: Double
    /// Of this leg alone, decimal per year; nil for the one of the whole.
    public var volatility: Double?

    public init(instrument: Instrument, quantity: Int, premium: Double, volatility: Double? = nil) {
        self.instrument = instrument
        self.quantity = quantity
        self.premium = premium
        self.volatility = volatility
    }

    /// Shares that the leg stands for, signed.
    public var shares: Double {
        if case .stock = instrument { return Double(quantity) }
        return Double(quantity * Self.multiplier)
    }

    /// Reads one leg; words are divided by spaces, their case does not matter.
    ///
    /// - Throws: ``Failure``.
    public init(_ text: String) throws(Failure) {
        let words = text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
        guard words.count >= 3 else { throw .wrongForm }
        let sign: Int
        switch words[0] {
        case "long": sign = 1
        case "short": sign = -1
        default: throw .unknownSide(words[0])
        }
        guard let count = Int(words[1]), (1...1_000_000).contains(count) else { throw .badQuantity(words[1]) }
        let instrument: Instrument
        let rest: ArraySlice<String>
        switch words[2] {
        case "stock":
            instrument = .stock
            rest = words[3...]
        case "call", "put":
            guard words.count >= 5 else { throw .wrongForm }
            let strike = try Self.number(words[3], "strike") { $0 > 0 && $0 <= 1e9 }
            let years = try Self.number(words[4], "years") { $0 >= 0 && $0 <= 100 }
            instrument = .option(words[2] == "call" ? .call : .put, strike: strike, years: years)
            rest = words[5...]
        default: throw .unknownInstrument(words[2])
        }
        var premium: Double?
        var volatility: Double?
        for word in rest {
            if word.hasPrefix("@"), premium == nil {
                premium = try Self.number(String(word.dropFirst()), "premium") { $0 >= 0 && $0 <= 1e9 }
            } else if word.hasPrefix("~"), volatility == nil, instrument != .stock {
                volatility = try Self.number(String(word.dropFirst()), "volatility") { $0 >= 0 && $0 <= 1e3 }
            } else {
                throw .wrongForm
            }
        }
        guard let premium else { throw .wrongForm }
        self.init(instrument: instrument, quantity: sign * count, premium: premium, volatility: volatility)
    }

    private static func number(
        _ text: String, _ name: String, _ isInRange: (Double) -> Bool
    ) throws(Failure) -> Double {
        guard let value = try? CalculatorNumber.parse(text), isInRange(value) else { throw .badNumber(name, text) }
        return value
    }
}
