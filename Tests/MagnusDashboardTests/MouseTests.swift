import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// The mouse as a terminal sends it: bytes through the decoder into the reducer.
@UIActor
@Suite struct MouseTests {
    private func send(_ desk: TestDesk, _ bytes: String) {
        var decoder = InputDecoder()
        for event in decoder.decode(Array(bytes.utf8)) { desk.feed(.input(event)) }
    }

    /// A press and release in the notation of xterm's mode 1006, counted from 1.
    private func click(_ desk: TestDesk, _ column: Int, _ row: Int) {
        send(desk, "\u{1B}[<0;\(column);\(row)M\u{1B}[<0;\(column);\(row)m")
    }

    @Test func aClickChoosesAndTwoSoonOpen() {
        let desk = TestDesk()
        click(desk, 10, 5)
        #expect(desk.state.positions.cursor.selected == "paper:ko")
        #expect(desk.state.overlays.isEmpty)
        desk.uptime = 0.3
        click(desk, 30, 5)
        #expect(desk.state.overlays == [.details(RowPage(pane: .positions, id: "paper:ko"))])
    }

    @Test func twoSlowClicksOnlyChoose() {
        let desk = TestDesk()
        click(desk, 10, 5)
        desk.uptime = 0.9
        click(desk, 10, 5)
        #expect(desk.state.overlays.isEmpty)
        // Two rows one after the other are no double click either.
        desk.uptime = 1.0
        click(desk, 10, 6)
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.state.positions.cursor.selected == "paper:mu")
        // The second of a quick pair opens, in another pane too, and a third does not open twice.
        desk.uptime = 2
        click(desk, 90, 5)
        desk.uptime = 2.2
        click(desk, 90, 5)
        #expect(desk.state.overlays == [.details(RowPage(pane: .alerts, id: "a-ko"))])
    }

    @Test func theWheelMovesThePaneUnderIt() {
        let desk = TestDesk()
        send(desk, "\u{1B}[<65;90;5M")
        #expect(desk.state.focus == .positions)
        #expect(desk.state.alerts.cursor.index == 3)
        send(desk, "\u{1B}[<64;90;5M")
        #expect(desk.state.alerts.cursor.index == 0)
        send(desk, "\u{1B}[<65;10;6M")
        #expect(desk.state.positions.cursor.selected == "paper:pltr")
    }

    @Test func headingsSort() throws {
        let desk = TestDesk()
        let rows = desk.screen.split(separator: "\n").map(String.init)
        func place(_ heading: String, _ row: Int) throws -> Int {
            let range = try #require(rows[row].range(of: heading))
            return rows[row].distance(from: rows[row].startIndex, to: range.lowerBound) + 1
        }
        let line = try #require(rows.firstIndex { $0.contains("Ret/yr") })
        click(desk, try place("Ret/yr", line), line + 1)
        #expect(desk.state.opportunities.sort == .income && !desk.state.opportunities.isReversed)
        #expect(desk.screen.contains("sort ret/yr"))
        click(desk, try place("Ret/yr", line), line + 1)
        #expect(desk.state.opportunities.isReversed)
        click(desk, try place("Contract", line), line + 1)
        #expect(desk.state.toast?.text == "That column gives no order")
        click(desk, try place("Cap", 2), 3)
        #expect(desk.state.positions.sort == .captured)
        click(desk, try place("Cap", 2), 3)
        #expect(desk.state.positions.isReversed)
    }

    @Test func bordersAreDragged() {
        let desk = TestDesk()
        send(desk, "\u{1B}[<0;79;9M\u{1B}[<32;70;9M\u{1B}[<32;61;9M\u{1B}[<0;61;9m")
        #expect(desk.state.splits[.topColumns] == 0.5)
        #expect(desk.state.draggedSplit == nil)
        // Moving on without a button changes nothing.
        send(desk, "\u{1B}[<35;90;9M")
        #expect(desk.state.splits[.topColumns] == 0.5)
    }

    @Test func oldTerminalsAndHints() {
        let desk = TestDesk()
        // X10 encoding: button, column and row each plus 32.
        var decoder = InputDecoder()
        for event in decoder.decode([0x1B, 0x5B, 0x4D, 32, 32 + 10, 32 + 5]) { desk.feed(.input(event)) }
        #expect(desk.state.positions.cursor.selected == "paper:ko")
        let hints = desk.screen.split(separator: "\n").last.map(String.init) ?? ""
        let place = hints.range(of: "? keys").map { hints.distance(from: hints.startIndex, to: $0.lowerBound) } ?? 0
        click(desk, place + 1, 36)
        #expect(desk.screen.contains("Keys and commands"))
    }
}
