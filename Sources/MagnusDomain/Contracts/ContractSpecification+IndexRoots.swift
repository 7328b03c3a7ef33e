import MagnusQuant

extension ContractSpecification {
    struct IndexTerms: Sendable {
        let underlying: String
        let settlement: Settlement
        var style = ExerciseStyle.european
        var multiplier = 100
    }

    /// Index option roots. Sources: product specifications of Cboe (SPX, XSP, VIX, OEX, XEO, DJX, RUT, MRUT, NANOS)
    /// and Nasdaq (NDX, NDXP, NQX, XND).
    static let indexRoots: [String: IndexTerms] = [
        "SPX": IndexTerms(underlying: "SPX", settlement: .cashMorning),
        "SPXW": IndexTerms(underlying: "SPX", settlement: .cashAfternoon),
        "SPXPM": IndexTerms(underlying: "SPX", settlement: .cashAfternoon),
        "XSP": IndexTerms(underlying: "XSP", settlement: .cashAfternoon),
        "NANOS": IndexTerms(underlying: "NANOS", settlement: .cashAfternoon, multiplier: 1),
        "NDX": IndexTerms(underlying: "NDX", settlement: .cashMorning),
        "NDXP": IndexTerms(underlying: "NDX", settlement: .cashAfternoon),
        "NQX": IndexTerms(underlying: "NQX", settlement: .cashAfternoon),
        "XND": IndexTerms(underlying: "XND", settlement: .cashAfternoon),
        "RUT": IndexTerms(underlying: "RUT", settlement: .cashMorning),
        "RUTW": IndexTerms(underlying: "RUT", settlement: .cashAfternoon),
        "MRUT": IndexTerms(underlying: "MRUT", settlement: .cashAfternoon),
        "VIX": IndexTerms(underlying: "VIX", settlement: .cashMorning),
        "VIXW": IndexTerms(underlying: "VIX", settlement: .cashMorning),
        "DJX": IndexTerms(underlying: "DJX", settlement: .cashMorning),
        "OEX": IndexTerms(underlying: "OEX", settlement: .cashAfternoon, style: .american),
        "XEO": IndexTerms(underlying: "OEX", settlement: .cashAfternoon),
    ]
}
