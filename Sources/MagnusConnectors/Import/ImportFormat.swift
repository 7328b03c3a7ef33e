/// The broker exports that can be read. The raw value is the word of `--format` and of JSON, and the beginning of the
/// ids of what was imported: letters and digits only, and never changed.
public enum ImportFormat: String, Sendable, Hashable, CaseIterable {
    /// tastytrade's transaction history, the export of 2024 and the older one with positive fees.
    case tastytrade
    /// A Flex statement of Interactive Brokers as XML.
    case ibkr
    /// Investment statements in OFX or QFX, of any broker.
    case ofx
    /// Robinhood's account activity report and the rows of its older statements.
    case robinhood
    /// Schwab's brokerage history.
    case schwab
    /// thinkorswim's account statement.
    case thinkorswim
    /// Fidelity's account history, of one account or of all.
    case fidelity
    /// Vanguard's download of brokerage accounts.
    case vanguard
    /// E*TRADE's transactions, the older download and the activity list.
    case etrade
    /// The plain CSV described in `Docs/import.md`.
    case plain
}

extension ImportFormat {
    /// A header counts as a format's from this confidence on.
    static let recognitionThreshold = 0.75
    /// Two formats that fit a header nearly equally: nobody is guessed.
    static let ambiguityMargin = 0.05

    /// How the format is read when it is delimited text; nil for markup.
    var delimited: DelimitedExport? {
        switch self {
        case .tastytrade:
            DelimitedExport(
                confidence: TastytradeColumns.confidence(header:), missing: TastytradeColumns.missing(in:),
                reader: { TastytradeReader(header: $0.header, separator: $0.separator) })
        case .ibkr, .ofx: nil
        case .robinhood: RobinhoodExport.delimited
        case .schwab: SchwabExport.delimited
        case .thinkorswim: ThinkorswimExport.delimited
        case .fidelity: .fidelity
        case .vanguard: .vanguard
        case .etrade: .eTrade
        case .plain: .plain
        }
    }

    /// A reader of a file that is no delimited text; nil for delimited formats.
    var markupReader: (any MarkupFileReader)? {
        switch self {
        case .ibkr: FlexReader()
        case .ofx: OpenFinancialReader()
        default: nil
        }
    }

    /// The words by which a markup format is known, upper case; nothing for delimited formats.
    var markupSigns: [String] {
        switch self {
        case .ibkr: ["<FLEXQUERYRESPONSE", "<FLEXSTATEMENTRESPONSE"]
        case .ofx: ["OFXHEADER:", "<?OFX", "<OFX>"]
        default: []
        }
    }

    /// How surely a header belongs to this format, 0 to 1: the share of its known columns that are there; 0 when a
    /// required one is missing.
    func confidence(header: [String]) -> Double { delimited?.confidence(header) ?? 0 }

    /// Required columns that a header lacks.
    func missingColumns(in header: [String]) -> [String] { delimited?.missing(header) ?? [] }

    /// The account a file is booked to when neither the file nor the user names one.
    public var defaultAccount: String { rawValue }

    /// The broker's name as people write it.
    public var broker: String {
        switch self {
        case .tastytrade: "tastytrade"
        case .robinhood: "Robinhood"
        case .schwab: "Schwab"
        case .thinkorswim: "thinkorswim"
        case .ibkr: "Interactive Brokers"
        case .ofx: "OFX"
        case .fidelity: "Fidelity"
        case .vanguard: "Vanguard"
        case .etrade: "E*TRADE"
        case .plain: "plain"
        }
    }

    /// How much the figures of a layout can be trusted: of two records of one row the one with the higher rank is kept.
    ///
    /// The older export of tastytrade states the same commission on every row and fees before the broker's rounding;
    /// that of 2024 states what was booked.
    func exactness(ofLayout layout: String) -> Int {
        switch (self, layout) {
        case (.tastytrade, "2024"): 2
        default: 1
        }
    }

    /// As ``exactness(ofLayout:)`` of `tastytrade-2024`; 0 for anything else.
    static func exactness(ofQualifiedLayout text: String) -> Int {
        let parts = text.split(separator: "-", maxSplits: 1)
        guard parts.count == 2, let format = ImportFormat(rawValue: String(parts[0])) else { return 0 }
        return format.exactness(ofLayout: String(parts[1]))
    }
}
