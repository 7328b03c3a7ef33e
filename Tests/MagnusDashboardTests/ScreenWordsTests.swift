import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// Words of headings, hints and help that must say what the keys do.
@UIActor
@Suite struct ScreenWordsTests {
    /// The mask is found by the name that people know it by.
    @Test func helpFindsPrivacy() {
        let desk = TestDesk()
        let found = PaletteEntry.help("privacy", desk.state, desk.snapshot, desk.world)
        #expect(found.contains { $0.title == "mask" })
    }

    /// A list that is cut says how far it goes, one that is not says nothing.
    @Test func aCutListOfGreeksSaysSo() throws {
        let desk = TestDesk(columns: 120, rows: 36)
        try desk.press("2 ]")
        let cut = try #require(
            desk.screen.split(separator: "\n").first { $0.contains("Symbol") && $0.contains("θ/day") })
        #expect(cut.contains(#/Symbol \d+/\d+ ↓/#), "\(cut)")
        try desk.press("0")
        let whole = try #require(
            desk.screen.split(separator: "\n").first { $0.contains("Symbol") && $0.contains("θ/day") })
        #expect(!whole.contains("↓"), "\(whole)")
    }

    /// At 40 columns figures with trust marks keep a blank between them.
    @Test func narrowGreeksNeverTouch() throws {
        var snapshot = SampleBook.snapshot()
        func mark(_ total: inout Total, _ value: Double) {
            total = Total(figure: .known(value, .estimated), unknownCount: 0)
        }
        mark(&snapshot.book.greeks.dollarDelta, 83_490)
        mark(&snapshot.book.greeks.betaWeightedDelta, 162)
        mark(&snapshot.book.greeks.dollarGammaOnePercent, -37_461)
        mark(&snapshot.book.greeks.thetaPerDay, 121)
        for columns in 40...46 {
            let desk = TestDesk(columns: columns, rows: 10, snapshot: snapshot)
            try desk.press("2")
            let row = try #require(desk.screen.split(separator: "\n").first { $0.contains("Book") })
            #expect(row.contains(" ≈+83.5k "), "\(columns): \(row)")
            #expect(!row.contains(#/[0-9k]≈/#), "\(columns): \(row)")
        }
    }

    /// Chat has figures, no columns; without any its hints do not offer the key.
    @Test func chatOffersNoColumns() throws {
        var snapshot = SampleBook.snapshot()
        func hints(_ snapshot: DeskSnapshot) throws -> [String] {
            let desk = TestDesk(columns: 200, rows: 50, snapshot: snapshot)
            try desk.press("3")
            return HintLine(desk.state, desk.world, columns: 200).items.map(\.title)
        }
        #expect(try !hints(snapshot).contains("column right"))
        snapshot.transcript.messages = []
        #expect(try !hints(snapshot).contains("next figure"))
    }

    @Test func headingOfWhatIsLeftIsWhole() {
        #expect(PositionColumn.leftPerYear.heading(.unicode) == "Left/yr")
        #expect(PositionColumn.leftPerYear.width >= 7)
    }
}
