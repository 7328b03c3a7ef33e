/// Why the values of a scenario axis cannot be used.
public enum ScenarioAxisError: Error, Sendable, Equatable {
    case empty
    /// The piece that is no number.
    case notANumber(String)
    case notWhole(String)
    /// `low:high:step` with low above high.
    case reversed
    /// A step that is not positive.
    case step
    case outOfRange(String, limits: ClosedRange<Double>)
    case tooMany(limit: Int)

    /// In words, for a message that names the option before it.
    public var text: String {
        switch self {
        case .empty: "no value"
        case .notANumber(let piece): "\(piece): not a number"
        case .notWhole(let piece): "\(piece): not a whole number of days"
        case .reversed: "the range runs backwards"
        case .step: "the step must be above 0"
        case .outOfRange(let piece, let limits):
            "\(piece): outside \(Self.number(limits.lowerBound)) to \(Self.number(limits.upperBound))"
        case .tooMany(let limit): "more than \(limit) values"
        }
    }

    private static func number(_ value: Double) -> String { DecimalText.text(value, decimals: 0) ?? "" }
}

/// One axis of a scenario grid: what it means, what it may hold, how it is written.
public enum ScenarioAxis: String, Sendable, Hashable, CaseIterable {
    /// Move of the benchmark, or of every symbol, in percent.
    case spot
    /// Points added to every implied volatility; 1 is 0.01 of annual volatility.
    case volatility
    /// Calendar days from now.
    case days

    /// Most values of one axis.
    public static let limit = 201

    public var limits: ClosedRange<Double> {
        switch self {
        case .spot: -99...500
        case .volatility: -200...500
        case .days: 0...3650
        }
    }

    /// `low:high:step` (both ends inside where the step meets them), single values separated by commas, or both mixed;
    /// ascending, each value once.
    ///
    /// - Throws: The first thing that is wrong.
    public func values(_ text: String) throws(ScenarioAxisError) -> [Double] {
        var found: [Double] = []
        for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
            found += try range(String(piece))
            guard found.count <= Self.limit else { throw .tooMany(limit: Self.limit) }
        }
        guard !found.isEmpty else { throw .empty }
        let sorted = found.sorted()
        return sorted.indices.filter { $0 == 0 || sorted[$0] != sorted[$0 - 1] }.map { sorted[$0] }
    }

    private func range(_ piece: String) throws(ScenarioAxisError) -> [Double] {
        let parts = piece.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count > 1 else { return [try number(piece)] }
        guard parts.count == 3 else { throw .notANumber(piece) }
        let low = try number(parts[0])
        let high = try number(parts[1])
        guard let step = Self.parse(parts[2]), step.isFinite else { throw .notANumber(parts[2]) }
        guard low <= high else { throw .reversed }
        guard step > 0 else { throw .step }
        let steps = ((high - low) / step * (1 + 1e-12)).rounded(.down)
        guard steps < Double(Self.limit) else { throw .tooMany(limit: Self.limit) }
        var values: [Double] = []
        for index in 0...Int(steps) {
            // Cents of a percent at most: 0.1 added up thirty times is 3, not 2.9999999999999996.
            let value = ((low + Double(index) * step) * 1e6).rounded() / 1e6
            guard self != .days || value == value.rounded() else { throw .notWhole(parts[2]) }
            values.append(value == 0 ? 0 : value)
        }
        return values
    }

    private func number(_ piece: String) throws(ScenarioAxisError) -> Double {
        guard !piece.allSatisfy(\.isWhitespace) else { throw .empty }
        guard let value = Self.parse(piece), value.isFinite else { throw .notANumber(piece) }
        guard limits.contains(value) else { throw .outOfRange(piece, limits: limits) }
        guard self != .days || value == value.rounded() else { throw .notWhole(piece) }
        return value == 0 ? 0 : value
    }

    /// Decimal numbers alone: the standard parser reads `nan`, `inf` and hexadecimal ones too.
    private static func parse(_ text: String) -> Double? {
        let trimmed = text.drop { $0 == " " }
        guard !trimmed.isEmpty, trimmed.allSatisfy({ $0.isASCII && ($0.isNumber || "+-.eE".contains($0)) }) else {
            return nil
        }
        return Double(String(trimmed))
    }
}
