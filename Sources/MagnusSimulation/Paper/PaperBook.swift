import MagnusDomain
import MagnusQuant

/// What the paper account holds at the anchor and how it was entered.
///
/// All legs of a strategy carry the same order identifier, `P1` to `P18` after the rows of the account's specification;
/// it is the strategy group. Entries carry no fees: the specification's profit and loss are without them.
enum PaperBook {
    struct Leg: Sendable {
        var instrument: Instrument
        var quantity: Int
        /// Dollars per share.
        var price: Double
    }

    struct Entry: Sendable {
        var group: String
        var date: CalendarDate
        var hour = 10
        var minute = 31
        var legs: [Leg]
        var kind = LedgerEventKind.trade
        var details = ""
    }

    static func option(
        _ root: String, _ expiry: CalendarDate, _ right: OptionRight, _ strike: Double, _ quantity: Int, _ price: Double
    ) -> [Leg] {
        let contract = try? OptionContract.standard(
            root: root, expiry: expiry, right: right, strikeThousandths: Int((strike * 1000).rounded()))
        return contract.map { [Leg(instrument: .option($0), quantity: quantity, price: price)] } ?? []
    }

    static func shares(_ symbol: String, _ quantity: Int, _ price: Double) -> [Leg] {
        [Leg(instrument: .stock(symbol: symbol), quantity: quantity, price: price)]
    }

    private static func day(_ month: Int, _ day: Int) -> CalendarDate { .on(2027, month, day) }

    /// The adjusted put of row 18: ten shares after a 1-for-10 reverse split, the premium still counts 100. The third Friday
    /// of that June is closed (Juneteenth): the series is listed for the Thursday, as every other one of this world.
    static let adjusted = OptionContract(
        root: "LCID1", underlying: "LCID", expiry: .on(2027, 6, 17), right: .put, strikeThousandths: 2500,
        style: .american, settlement: .physical, multiplier: 100,
        deliverable: .adjusted(shares: 10, symbol: "LCID", cash: .zero))

    static let entries: [Entry] = [
        Entry(
            group: "P1", date: day(3, 12),
            legs: option("XSP", day(3, 15), .put, 597, -1, 1.55) + option("XSP", day(3, 15), .put, 592, 1, 0.60)),
        Entry(group: "P2", date: day(3, 5), legs: option("AAPL", day(3, 17), .put, 260, -1, 2.30)),
        Entry(
            group: "P3", date: day(3, 5),
            legs: shares("MO", 200, 57.50) + option("MO", day(4, 16), .call, 57.5, -2, 1.62)),
        Entry(group: "P4", date: day(2, 12), legs: option("KO", day(3, 19), .put, 75, -2, 0.92)),
        Entry(group: "P5", date: day(3, 12), hour: 11, legs: option("MU", day(3, 25), .put, 95, -1, 2.10)),
        Entry(group: "P6", date: day(3, 1), legs: option("PLTR", day(4, 16), .put, 80, -2, 2.35)),
        Entry(
            group: "P7", date: day(2, 26),
            legs: option("SPY", day(4, 5), .put, 585, -2, 5.10) + option("SPY", day(4, 5), .put, 575, 2, 3.12)),
        Entry(group: "P8", date: day(2, 24), legs: option("AMD", day(4, 16), .put, 150, -1, 4.85)),
        Entry(group: "P9", date: day(2, 12), hour: 14, legs: option("BAC", day(3, 25), .put, 45, -3, 0.62)),
        Entry(group: "P10", date: day(3, 8), legs: option("INTC", day(4, 16), .call, 39, -1, 0.88)),
        Entry(
            group: "P12", date: day(2, 18),
            legs: option("BAC", .on(2028, 1, 21), .call, 42, 1, 10.05) + option("BAC", day(4, 9), .call, 52.5, -1, 0.45)
        ),
        Entry(
            group: "P13", date: day(3, 10),
            legs: option("QQQ", day(5, 21), .call, 525, 1, 13.05) + option("QQQ", day(4, 16), .call, 525, -1, 6.95)),
        Entry(
            group: "P14", date: day(3, 12), hour: 14,
            legs: option("IWM", day(4, 30), .put, 205, 1, 2.02) + option("IWM", day(4, 30), .put, 210, -1, 2.95)
                + option("IWM", day(4, 30), .call, 235, -1, 1.86) + option("IWM", day(4, 30), .call, 240, 1, 0.93)),
        Entry(
            group: "P15", date: day(3, 4),
            legs: option("SPX", day(4, 16), .put, 5650, -1, 28.40) + option("SPX", day(4, 16), .put, 5600, 1, 22.00)),
        Entry(group: "P16", date: day(3, 4), hour: 13, legs: option("SPY", day(5, 21), .put, 540, 1, 3.40)),
        Entry(group: "P17", date: day(3, 3), legs: shares("SGOV", 300, 100.05)),
        Entry(
            group: "P18", date: .on(2026, 11, 5),
            legs: [Leg(instrument: .option(adjusted), quantity: -1, price: 0.35)], details: "adjusted: 10 LCID"),
    ]

    /// The wheels that led to the shares of rows 10 and 11. Broker basis is the strike of the assigned put; the wheel
    /// basis 39.40 and 110.90 is that less the premiums of the closed options, per share.
    static let wheels: [Entry] = [
        Entry(group: "W-INTC-1", date: .on(2026, 12, 14), legs: option("INTC", day(1, 15), .put, 42, -1, 1.55)),
        Entry(
            group: "P10", date: day(1, 16), hour: 6, minute: 0,
            legs: option("INTC", day(1, 15), .put, 42, 1, 0) + shares("INTC", 100, 42), kind: .assignment,
            details: "Assigned 1 INTC 42P"),
        Entry(group: "W-INTC-2", date: day(1, 19), legs: option("INTC", day(2, 5), .call, 43, -1, 0.65)),
        Entry(
            group: "W-INTC-2", date: day(2, 6), hour: 6, minute: 0, legs: option("INTC", day(2, 5), .call, 43, 1, 0),
            kind: .expiration, details: "Expired 1 INTC 43C"),
        Entry(group: "W-INTC-3", date: day(2, 8), legs: option("INTC", day(3, 5), .call, 42, -1, 0.52)),
        Entry(group: "W-INTC-3", date: day(3, 4), legs: option("INTC", day(3, 5), .call, 42, 1, 0.12)),
        Entry(group: "W-DIS-1", date: .on(2026, 12, 11), legs: option("DIS", day(1, 15), .put, 115, -1, 2.35)),
        Entry(
            group: "P11", date: day(1, 16), hour: 6, minute: 0,
            legs: option("DIS", day(1, 15), .put, 115, 1, 0) + shares("DIS", 100, 115), kind: .assignment,
            details: "Assigned 1 DIS 115P"),
        Entry(group: "W-DIS-2", date: day(1, 20), legs: option("DIS", day(2, 12), .call, 117, -1, 1.10)),
        Entry(
            group: "W-DIS-2", date: day(2, 13), hour: 6, minute: 0, legs: option("DIS", day(2, 12), .call, 117, 1, 0),
            kind: .expiration, details: "Expired 1 DIS 117C"),
        Entry(group: "W-DIS-3", date: day(2, 16), legs: option("DIS", day(3, 19), .call, 116, -1, 0.90)),
        Entry(group: "W-DIS-3", date: day(3, 4), hour: 15, legs: option("DIS", day(3, 19), .call, 116, 1, 0.25)),
    ]
}
