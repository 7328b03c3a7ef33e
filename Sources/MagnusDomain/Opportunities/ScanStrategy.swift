import MagnusQuant

/// What a scan looks for. The raw value is the name on the command line.
public enum ScanStrategy: String, Sendable, Hashable, Codable, CaseIterable {
    case cashSecuredPut = "csp"
    case coveredCall = "covered-call"
    /// Put and call credit spreads.
    case vertical
    /// Iron condors: a put and a call credit spread of one expiry.
    case condor
    /// One strike, sold for an expiry and bought for a later one.
    case calendar
    /// An option sold against one bought deep in the money that lives longer: poor man's covered calls, and the same of
    /// puts.
    case diagonal

    /// One option against cash or shares.
    public static let single: [ScanStrategy] = [.cashSecuredPut, .coveredCall]

    /// Several options whose loss is bounded by each other.
    public var isSpread: Bool { !Self.single.contains(self) }

    /// What is bought lives longer than what is sold: a debit, which gains when volatility rises.
    public var expiresApart: Bool { self == .calendar || self == .diagonal }

    /// The side that is sold; nil where a scan looks at both.
    public var right: OptionRight? {
        switch self {
        case .cashSecuredPut: .put
        case .coveredCall: .call
        case .vertical, .condor, .calendar, .diagonal: nil
        }
    }

    /// Three letters at most: `CSP`.
    public var word: String {
        switch self {
        case .cashSecuredPut: "CSP"
        case .coveredCall: "CC"
        case .vertical: "VRT"
        case .condor: "IC"
        case .calendar: "CAL"
        case .diagonal: "DIA"
        }
    }
}
