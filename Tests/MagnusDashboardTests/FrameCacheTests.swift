import MagnusDesk
import MagnusDomain
import MagnusTerminal
import Testing

@testable import MagnusDashboard

/// A frame costs what changed: counted in rows written and messages wrapped, not in time.
@Suite struct FrameCacheTests {
    private static let theme = Shipped.theme("magnus-dark")

    private static func world(_ snapshot: DeskSnapshot) -> DashboardWorld {
        DashboardWorld(snapshot: snapshot, keymap: Shipped.keymap("default"), themes: ["magnus-dark", "nord"])
    }

    private static func draw(_ state: DashboardState, _ snapshot: DeskSnapshot, _ cache: FrameCache) -> Surface {
        DashboardRenderer.render(state, world(snapshot), theme: theme, glyphs: .unicode, cache: cache).surface
    }

    private static func press(_ state: DashboardState, _ keys: String, _ snapshot: DeskSnapshot) throws
        -> DashboardState
    {
        var state = state
        for chord in try KeyChord.parseSequence(keys) {
            state = DashboardReducer.reduce(state, .input(.key(chord)), in: world(snapshot)).state
        }
        return state
    }

    @Test func onlyRowsThatChangedAreWritten() throws {
        var snapshot = SampleBook.snapshot()
        var state = DashboardState(size: TerminalSize(columns: 120, rows: 36))
        state = DashboardReducer.reduce(state, .snapshotArrived, in: Self.world(snapshot)).state
        let cache = FrameCache()
        _ = Self.draw(state, snapshot, cache)
        let shown = cache.formattedRows
        #expect(shown == 13, "rows in view, not those of the book")
        for _ in 1...10 { _ = Self.draw(state, snapshot, cache) }
        #expect(cache.formattedRows == shown)
        // One position of 18 moves: one row.
        let index = try #require(snapshot.book.strategies.firstIndex { $0.id == "paper:ko" })
        for step in 1...5 {
            snapshot.version += 1
            snapshot.book.strategies[index].unrealizedProfit = Figure(75 + Double(step))
            snapshot.book.openProfit = Total(figure: Figure(-911 + Double(step)), unknownCount: 0)
            #expect(Self.draw(state, snapshot, cache).textRows().contains { $0.contains("+\(75 + step) ") })
            #expect(cache.formattedRows == shown + step)
        }
        // The cursor moves through known rows; what comes into view is written once.
        let before = cache.formattedRows
        state = try Self.press(state, "j j j k", snapshot)
        _ = Self.draw(state, snapshot, cache)
        #expect(cache.formattedRows == before)
        state = try Self.press(state, "G", snapshot)
        _ = Self.draw(state, snapshot, cache)
        #expect(cache.formattedRows == before + 5)
        // Another way of writing writes all in view anew.
        state = try Self.press(state, "$", snapshot)
        _ = Self.draw(state, snapshot, cache)
        #expect(cache.formattedRows == before + 5 + 13)
    }

    @Test func aConversationIsWrappedOnceForAWidth() throws {
        var snapshot = SampleBook.snapshot()
        let pattern = snapshot.transcript.messages
        snapshot.transcript.messages = (0..<300).map { index in
            var message = pattern[index % pattern.count]
            message.id = "m\(index)"
            return message
        }
        var state = DashboardState(size: TerminalSize(columns: 120, rows: 36))
        let cache = FrameCache()
        _ = Self.draw(state, snapshot, cache)
        #expect(cache.wrappedMessages == 300)
        for step in 1...10 {
            snapshot.asOf = snapshot.asOf.adding(seconds: Double(step))
            _ = Self.draw(state, snapshot, cache)
        }
        #expect(cache.wrappedMessages == 300)
        var question = pattern[0]
        question.id = "new"
        snapshot.transcript.messages.append(question)
        _ = Self.draw(state, snapshot, cache)
        #expect(cache.wrappedMessages == 301)
        state.chat.expanded = ["m1"]
        _ = Self.draw(state, snapshot, cache)
        #expect(cache.wrappedMessages <= 302)
        state.size = TerminalSize(columns: 100, rows: 36)
        _ = Self.draw(state, snapshot, cache)
        #expect(cache.wrappedMessages <= 302 + 301)
    }

    @Test func scrollingStopsAtTheOldestLine() throws {
        var snapshot = SampleBook.snapshot()
        let pattern = snapshot.transcript.messages
        snapshot.transcript.messages = (0..<40).map { index in
            var message = pattern[index % pattern.count]
            message.id = "m\(index)"
            return message
        }
        var state = DashboardState(size: TerminalSize(columns: 120, rows: 36))
        let format = FigureFormat()
        let inside = try #require(DashboardLayout(state, hasFooter: false).place(of: .chat)).inside
        let all = ChatLine.lines(state, snapshot, columns: inside.columns, format: format, cache: FrameCache()).count
        let wheel = MouseEvent(kind: .wheelUp, column: inside.column + 2, row: inside.row + 1)
        for _ in 1...100 {
            state = DashboardReducer.reduce(state, .input(.mouse(wheel)), in: Self.world(snapshot)).state
        }
        #expect(state.chat.scrollback == all - (inside.rows - 1))
    }

    /// Whatever is pressed, a screen with a memory shows what one without shows.
    @Test(arguments: [3, 17] as [UInt64])
    func framesDoNotDependOnTheCache(seed: UInt64) throws {
        var random = Numbers(state: seed)
        let keys = [
            "j", "k", "G", "$", "w", "l", "h", "s", "S", "4", "3", "1", "2", "]", "<Right>", "<Left>", "z", "0",
        ]
        let books = [SampleBook.snapshot(), SampleBook.stale(), SampleBook.attributed()]
        var snapshot = books[0]
        var state = DashboardState(size: TerminalSize(columns: 120, rows: 36))
        let cache = FrameCache()
        for _ in 1...150 {
            let key = keys[Int(random.next() % UInt64(keys.count))]
            state = try Self.press(state, key, snapshot)
            if random.next() % 10 == 0 {
                snapshot = books[Int(random.next() % UInt64(books.count))]
                state = DashboardReducer.reduce(state, .snapshotArrived, in: Self.world(snapshot)).state
            }
            if random.next() % 20 == 0 {
                state.size = TerminalSize(columns: random.next() % 2 == 0 ? 80 : 160, rows: 45)
            }
            #expect(Self.draw(state, snapshot, cache) == Self.draw(state, snapshot, FrameCache()))
        }
    }

    private struct Numbers {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
    }
}
