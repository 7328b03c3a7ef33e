import MagnusQuant

/// The calculator behind `magnus price --batch` and `magnus iv --batch`: a header, then one line in, one row out.
///
/// Nothing is kept between rows but counts, so any amount can be streamed. Columns `style`, `type`, `spot`, `strike`,
/// `years`, `rate`, `yield` and `vol` (implied volatility: `price`) are required in any order, `dividends`
/// (`years:amount;years:amount`) is optional, others pass through. Figures are in raw units: vega and rho per 1.00, theta
/// and charm per year of calendar time passing.
public struct CalculatorBatch: Sendable {
    public enum Kind: Sendable, Hashable {
        /// Price and Greeks from a volatility.
        case price
        /// Implied volatility from a price.
        case impliedVolatility

        /// The input column the other kind gives out.
        var given: String { self == .price ? "vol" : "price" }

        /// Output columns after the input columns, without `error`.
        public var figureNames: [String] {
            switch self {
            case .price: ["price", "delta", "gamma", "vega", "theta", "rho", "vanna", "charm", "volga", "speed"]
            case .impliedVolatility: ["vol"]
            }
        }
    }

    /// Why a header cannot be used. The first line of the file.
    public enum HeaderError: Error, Sendable, Equatable {
        /// No column at all.
        case empty
        /// Required columns that are not there, in the order of the documentation.
        case missingColumns([String])
        /// A column the calculator reads that is there twice.
        case duplicateColumn(String)
        /// A quote that does not close.
        case malformed
    }

    /// Places of the columns that are read.
    private struct Layout {
        var style = 0
        var type = 0
        var spot = 0
        var strike = 0
        var years = 0
        var rate = 0
        var yield = 0
        var given = 0
        var dividends: Int?
    }

    public let kind: Kind
    public let accuracy: PricingAccuracy
    /// The header of the output: the input's columns as they came, the figures, `error`.
    public let outputHeader: String
    /// Rows answered so far.
    public private(set) var rowCount = 0
    /// Rows answered with an error so far.
    public private(set) var errorCount = 0
    private let names: [String]
    private let layout: Layout

    /// Reads the header line; names are compared without regard to case and spaces around them.
    ///
    /// - Throws: `HeaderError`.
    public init(kind: Kind, header: String, accuracy: PricingAccuracy = .exact) throws(HeaderError) {
        let cut = CalculatorFields(header)
        guard cut.isSound else { throw .malformed }
        let columns = cut.fields.map { $0.value.lowercased() }
        guard columns.contains(where: { !$0.isEmpty }) else { throw .empty }
        var missing: [String] = []
        var repeated: String?
        func place(_ name: String) -> Int {
            guard let index = columns.firstIndex(of: name) else {
                missing.append(name)
                return 0
            }
            if columns.lastIndex(of: name) != index, repeated == nil { repeated = name }
            return index
        }
        var layout = Layout(
            style: place("style"), type: place("type"), spot: place("spot"), strike: place("strike"),
            years: place("years"), rate: place("rate"), yield: place("yield"), given: place(kind.given))
        if columns.contains("dividends") { layout.dividends = place("dividends") }
        guard missing.isEmpty else { throw .missingColumns(missing) }
        if let repeated { throw .duplicateColumn(repeated) }
        self.kind = kind
        self.accuracy = accuracy
        self.layout = layout
        names = cut.fields.map(\.value)
        outputHeader = (cut.fields.map(\.raw) + kind.figureNames + ["error"]).joined(separator: ",")
    }

    /// Answers one line, without its line end; nil for a blank one.
    ///
    /// A row with an error has no figures. Missing fields are given back empty and surplus ones dropped, so that the
    /// output columns keep their places; both are `badInput`, as is a quote that does not close.
    ///
    /// - Parameter number: The line number, given back in the row.
    public mutating func row(_ line: String, number: Int) -> CalculatorRow? {
        let cut = CalculatorFields(line)
        guard cut.fields.count > 1 || cut.fields.contains(where: { !$0.value.isEmpty }) else { return nil }
        var fields = Array(cut.fields.prefix(names.count))
        while fields.count < names.count { fields.append(CalculatorFields.Field(raw: "", value: "")) }
        let inputs = zip(names, fields).map { CalculatorRow.Input(name: $0, text: $1.value, raw: $1.raw) }
        rowCount += 1
        let isWhole = cut.isSound && cut.fields.count == names.count
        var figures: [CalculatorRow.Figure] = []
        var problem: CalculatorError?
        do throws(CalculatorError) {
            guard isWhole else { throw CalculatorError.badInput }
            figures = try self.figures(fields)
        } catch {
            problem = error
            errorCount += 1
            figures = kind.figureNames.map { CalculatorRow.Figure(name: $0, value: nil) }
        }
        return CalculatorRow(number: number, inputs: inputs, figures: figures, error: problem)
    }

    private func figures(_ fields: [CalculatorFields.Field]) throws(CalculatorError) -> [CalculatorRow.Figure] {
        var terms = try self.terms(fields)
        let given = try number(fields, layout.given)
        switch kind {
        case .price:
            terms.volatility = given
            return try Self.price(terms, accuracy: accuracy)
        case .impliedVolatility:
            let volatility = try Self.impliedVolatility(given, terms, accuracy: accuracy)
            return [CalculatorRow.Figure(name: "vol", value: volatility)]
        }
    }

    /// The ten figures of `price`, in the order of the output columns.
    ///
    /// - Throws: The word for terms that cannot be priced.
    public static func price(
        _ terms: OptionTerms, accuracy: PricingAccuracy = .exact
    ) throws(CalculatorError) -> [CalculatorRow.Figure] {
        let value: OptionValuation
        do throws(PricingError) {
            value = try OptionPricing.valuation(terms, accuracy: accuracy)
        } catch {
            throw CalculatorError(error)
        }
        let values = [
            value.price, value.delta, value.gamma, value.vega, value.theta, value.rho, value.vanna, value.charm,
            value.volga, value.speed,
        ]
        let reason = MissingGreek(terms, value)
        return zip(Kind.price.figureNames, values).map { CalculatorRow.Figure(name: $0, value: $1, reason: reason) }
    }

    /// The volatility that gives a price.
    ///
    /// - Throws: The word for a price no volatility gives.
    public static func impliedVolatility(
        _ price: Double, _ terms: OptionTerms, accuracy: PricingAccuracy = .exact
    ) throws(CalculatorError) -> Double {
        do throws(ImpliedVolatilityError) {
            return try OptionPricing.impliedVolatility(price: price, terms: terms, accuracy: accuracy)
        } catch {
            throw CalculatorError(error)
        }
    }

    /// Cash dividends written as `years:amount;years:amount`; empty for none.
    ///
    /// - Throws: `badInput` for another shape or a negative amount, `notFinite`.
    public static func dividends(_ text: some StringProtocol) throws(CalculatorError) -> [CashDividend] {
        guard !Array(text.utf8)[...].trimmed.isEmpty else { return [] }
        var result: [CashDividend] = []
        for part in text.split(separator: ";", omittingEmptySubsequences: false) {
            let pair = part.split(separator: ":", omittingEmptySubsequences: false)
            guard pair.count == 2 else { throw .badInput }
            let years = try CalculatorNumber.parse(pair[0])
            let amount = try CalculatorNumber.parse(pair[1])
            guard amount >= 0 else { throw .badInput }
            result.append(CashDividend(years: years, amount: amount))
        }
        return result
    }

    private func terms(_ fields: [CalculatorFields.Field]) throws(CalculatorError) -> OptionTerms {
        let style: ExerciseStyle
        switch fields[layout.style].value.lowercased() {
        case "european": style = .european
        case "american": style = .american
        default: throw .badInput
        }
        let right: OptionRight
        switch fields[layout.type].value.lowercased() {
        case "call": right = .call
        case "put": right = .put
        default: throw .badInput
        }
        var dividends: [CashDividend] = []
        if let place = layout.dividends { dividends = try Self.dividends(fields[place].value) }
        return OptionTerms(
            right: right, style: style, spot: try number(fields, layout.spot),
            strike: try number(fields, layout.strike), years: try number(fields, layout.years),
            rate: try number(fields, layout.rate), dividendYield: try number(fields, layout.yield), volatility: 0,
            dividends: dividends)
    }

    private func number(_ fields: [CalculatorFields.Field], _ place: Int) throws(CalculatorError) -> Double {
        try CalculatorNumber.parse(fields[place].value)
    }
}
