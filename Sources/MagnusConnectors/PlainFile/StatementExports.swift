/// How the statements with one row per transaction are recognised and read.
extension DelimitedExport {
    static let fidelity = statement(FidelityColumn.self) { _ in FidelityLayout() }
    static let eTrade = statement(ETradeColumn.self) { ETradeLayout($0) }
    static let plain = statement(PlainColumn.self) { _ in PlainLayout() }

    /// Vanguard's download has sections without transactions too: they are known, so that the file is.
    static let vanguard = {
        let transactions = statement(VanguardColumn.self) { _ in VanguardLayout() }
        return DelimitedExport(
            confidence: { VanguardOtherSection(header: $0) == nil ? transactions.confidence($0) : 1 },
            missing: { VanguardOtherSection(header: $0) == nil ? transactions.missing($0) : [] },
            reader: { opening in
                guard let other = VanguardOtherSection(header: opening.header) else {
                    return transactions.reader(opening)
                }
                return VanguardOtherReader(other)
            })
    }()

    private static func statement<Layout: StatementLayout>(
        _ column: Layout.Column.Type, _ layout: @escaping @Sendable (SectionOpening) -> Layout
    ) -> DelimitedExport {
        DelimitedExport(
            confidence: { StatementColumns<Layout.Column>.confidence(header: $0) },
            missing: { StatementColumns<Layout.Column>.missing(in: $0) },
            reader: { StatementReader(layout($0), header: $0.header, separator: $0.separator) })
    }
}
