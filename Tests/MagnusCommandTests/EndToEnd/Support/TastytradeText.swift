/// Transaction exports as tastytrade writes them.
enum TastytradeText {
    static let header =
        "Date,Type,Sub Type,Action,Symbol,Instrument Type,Description,Value,Quantity,Average Price,Commissions,Fees,"
        + "Multiplier,Root Symbol,Underlying Symbol,Expiration Date,Strike Price,Call or Put,Order #,Currency"

    /// Two puts sold; the expiry is far away because real accounts live in real time.
    static func option(
        time: String = "2024-03-04T10:31:05-0500", symbol: String = "KO    400615P00070000",
        description: String = "Sold 2 KO 06/15/40 Put 70.00 @ 1.05", quantity: String = "2"
    ) -> String {
        "\(time),Trade,Sell to Open,SELL_TO_OPEN,\(symbol),Equity Option,\(description),210.00,\(quantity),105.00,"
            + "-2.00,-0.26,100,KO,KO,6/15/40,70,PUT,77,USD"
    }

    static func file(_ rows: [String]) -> String { ([header] + rows).joined(separator: "\n") + "\n" }
}
