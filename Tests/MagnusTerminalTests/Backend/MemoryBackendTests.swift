import Testing

@testable import MagnusTerminal

@Suite struct MemoryBackendTests {
    @Test @UIActor func showsFramesAndDeliversKeys() throws {
        let backend = MemoryBackend(columns: 10, rows: 2)
        var events: [TerminalEvent] = []
        backend.start { events.append($0) }
        var surface = Surface(columns: 10, rows: 2)
        #expect(backend.present(surface, cursor: nil) == .written(bytes: 20))
        #expect(backend.present(surface, cursor: nil) == .written(bytes: 0))
        surface.put("x", column: 0, row: 0)
        #expect(backend.present(surface, cursor: nil) == .written(bytes: 1))
        #expect(backend.changedCells == [20, 1])
        try backend.press("g <C-d>")
        backend.feed(Array("\u{1B}".utf8))
        #expect(
            events == [
                .input(.key(.character("g"))), .inputRead(isMoreWaiting: false),
                .input(.key(KeyChord(.character("d"), [.control]))), .inputRead(isMoreWaiting: false),
                .input(.key(KeyChord(.escape))), .inputRead(isMoreWaiting: false),
            ])
        backend.restore()
        #expect(backend.present(surface, cursor: nil) == .closed)
    }

    @Test func theActorRunsOnItsQueueAndCanBeEnteredFromThere() async {
        await withCheckedContinuation { continuation in
            UIActor.queue.async {
                UIActor.assumeIsolated { UIActor.preconditionIsolated() }
                continuation.resume()
            }
        }
        await UIActor.shared.run { UIActor.preconditionIsolated() }
    }
}

extension UIActor {
    fileprivate func run(_ body: @UIActor () -> Void) async {
        await body()
    }
}
