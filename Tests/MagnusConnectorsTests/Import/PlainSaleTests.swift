import MagnusDomain
import Testing

@testable import MagnusConnectors

/// A sale of shares in plain words ends what is held and never begins a short position.
@Suite struct PlainSaleTests {
    static let schwab =
        "\"Date\",\"Action\",\"Symbol\",\"Description\",\"Quantity\",\"Price\",\"Fees & Comm\",\"Amount\""
    static let robinhood =
        "\"Activity Date\",\"Process Date\",\"Settle Date\",\"Instrument\",\"Description\",\"Trans Code\",\"Quantity\","
        + "\"Price\",\"Amount\""
    static let plain = "date,action,symbol,quantity,price"

    private static func robin(_ day: String, _ code: String, _ price: String, _ amount: String) -> String {
        "\"\(day)\",\"\(day)\",\"\(day)\",\"VVV\",\"Valvoline\",\"\(code)\",\"341\",\"$\(price)\",\"\(amount)\""
    }

    @Test(arguments: [
        [
            schwab, "\"04/10/2025\",\"Buy\",\"VVV\",\"VALVOLINE\",\"341\",\"$25.00\",\"\",\"-$8525.00\"",
            "\"03/10/2025\",\"Sell\",\"VVV\",\"VALVOLINE\",\"341\",\"$30.44\",\"\",\"$10380.04\"",
        ],
        [
            robinhood, robin("4/10/2025", "Buy", "25.00", "($8,525.00)"),
            robin("3/10/2025", "Sell", "30.44", "$10,380.04"),
        ],
        [plain, "2025-03-10,sell,VVV,341,30.44", "2025-04-10,buy,VVV,341,25"],
    ]) func whatNoRowBoughtIsNoShortPosition(lines: [String]) throws {
        let result = try imported([lines.joined(separator: "\n")])
        #expect(result.events.map(\.effect) == [.closing, .automatic])
        #expect(result.report.files[0].warnings.map(\.code) == ["closing_without_opening"])
        #expect(result.report.files[0].warnings[0].message.hasPrefix("closes 341 "))
        #expect(result.report.openPositions == 1)
        let again = try imported([lines.joined(separator: "\n")], existing: result.events)
        #expect(again.events.isEmpty && again.replacements.isEmpty)
    }

    @Test func shortSalesHaveTheirOwnWords() throws {
        let schwab = [
            Self.schwab, "\"04/10/2025\",\"Buy\",\"VVV\",\"VALVOLINE\",\"341\",\"$25.00\",\"\",\"-$8525.00\"",
            "\"03/10/2025\",\"Sell Short\",\"VVV\",\"VALVOLINE\",\"341\",\"$30.44\",\"\",\"$10380.04\"",
        ]
        let plain = [Self.plain, "2025-03-10,sell to open,VVV,341,30.44", "2025-04-10,buy,VVV,341,25"]
        let signed = [Self.plain, "2025-03-10,trade,VVV,-341,30.44", "2025-04-10,trade,VVV,341,25"]
        for (lines, effect) in [
            (schwab, PositionEffect.opening), (plain, PositionEffect.opening), (signed, PositionEffect.automatic),
        ] {
            let result = try imported([lines.joined(separator: "\n")])
            #expect(result.events.map(\.effect) == [effect, .automatic])
            #expect(result.report.files[0].warnings.isEmpty && result.report.openPositions == 0)
        }
    }

    @Test func whatIsHeldIsClosedAndTheRestIsTold() throws {
        let rows = [
            "2025-01-02,buy,KO,100,60", "2025-01-03,split,KO,100,", "2025-01-06,transfer,KO,-50,",
            "2025-01-07,sell,KO,180,31",
        ]
        let result = try imported([([Self.plain] + rows).joined(separator: "\n")])
        #expect(result.report.files[0].warnings.map(\.code) == ["closing_without_opening"])
        #expect(result.report.files[0].warnings[0].message.hasPrefix("closes 30 "))
        #expect(result.report.openPositions == 0)
    }

    @Test func onADayWithoutTimesPurchasesComeFirst() throws {
        let rows = ["2025-01-02,sell,KO,100,61", "2025-01-02,buy,KO,100,60"]
        for order in [rows, rows.reversed()] {
            let result = try imported([([Self.plain] + order).joined(separator: "\n")])
            #expect(result.events.map(\.effect) == [.automatic, .closing])
            #expect(result.report.files[0].warnings.isEmpty && result.report.openPositions == 0)
        }
    }

    /// Who exercises a call may sell its shares first; the file states the day only.
    @Test func aSaleOnTheDayOfADeliveryIsCoveredByIt() throws {
        let rows = [
            "2025-01-02,buy to open,KO250117C00060000,1,2", "2025-01-10,sell,KO,100,65",
            "2025-01-10,exercise,KO250117C00060000,-1,", "2025-01-10,exercise,KO,100,60",
        ]
        let result = try imported([([Self.plain] + rows).joined(separator: "\n")])
        #expect(result.report.files[0].warnings.isEmpty && result.report.openPositions == 0)
    }

    @Test func sharesMovedOutThatWereNeverHeldAreToldAndNoShortPosition() throws {
        let rows = [
            Self.schwab, "\"03/22/2025\",\"Security Transfer\",\"GOOG\",\"ALPHABET\",\"-10\",\"\",\"\",\"\"",
            "\"03/10/2025\",\"Buy\",\"GOOG\",\"ALPHABET\",\"4\",\"$100.00\",\"\",\"-$400.00\"",
        ]
        let result = try imported([rows.joined(separator: "\n")])
        #expect(result.report.files[0].warnings.map(\.code) == ["more_than_held"])
        #expect(result.report.files[0].warnings[0].message.hasPrefix("moves out 6 "))
        #expect(result.report.openPositions == 0 && result.events.last?.effect == .closing)
    }

    /// A ledger of a program that took such a sale for a possible short sale is corrected once by the same file.
    @Test func aStoredSaleIsCorrectedOnce() throws {
        let text = [Self.plain, "2025-03-10,sell,VVV,341,30.44"].joined(separator: "\n")
        let now = try imported([text])
        let older = now.events.map { event in
            var event = event
            event.effect = .automatic
            return event
        }
        let corrected = try imported([text], existing: older)
        #expect(corrected.events.isEmpty && corrected.replacements.count == 1)
        #expect(corrected.replacements.first?.event.effect == .closing)
        #expect(corrected.report.files[0].warnings.map(\.code).contains("closing_found"))
        let again = try imported([text], existing: corrected.ledger(after: older))
        #expect(again.events.isEmpty && again.replacements.isEmpty)
    }
}
