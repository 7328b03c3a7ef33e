import MagnusDesk
import MagnusDomain
import Testing

@testable import magnus

@Suite struct SnapshotMailboxTests {
    private func snapshot(_ version: Int) -> DeskSnapshot {
        DeskSnapshot(
            version: version, asOf: Fixtures.now,
            world: WorldStatus(kind: .simulated, speed: 1, isFrozen: false, source: "simulated"),
            session: SessionStatus(word: "OPEN", isOpen: true, isOpening: false, lastClose: nil), accounts: [],
            selectedAccount: "paper", book: Fixtures.book([]), alerts: [], monitors: [],
            opportunities: OpportunityBoard(
                scans: [], candidates: [], scannedAt: nil, oldestQuoteSeconds: nil, room: ""),
            transcript: Transcript(session: "desk", messages: [], isAnswering: false, suggestions: []), feeds: [],
            notices: [], work: [], settings: [], disclaimerVersion: "1", isDisclaimerAccepted: false)
    }

    @Test func howeverManyArriveTheScreenIsToldOnceAndSeesTheLast() {
        let mailbox = SnapshotMailbox()
        #expect(mailbox.take() == nil)
        #expect((1...1000).count { mailbox.put(snapshot($0)) } == 1)
        #expect(mailbox.take()?.version == 1000)
        #expect(mailbox.take() == nil)
        #expect(mailbox.put(snapshot(1001)))
        #expect(!mailbox.put(snapshot(1002)))
        #expect(mailbox.take()?.version == 1002)
    }

    /// Whatever the interleaving: every announcement finds a snapshot, and the last one put is seen.
    @Test func aReaderAndAWriterAtOnceLoseNothing() async {
        let mailbox = SnapshotMailbox()
        let last = snapshot(2000)
        let (announced, continuation) = AsyncStream.makeStream(of: Void.self)
        let writer = Task {
            for version in 1...2000 where mailbox.put(version == 2000 ? last : snapshot(version)) {
                continuation.yield()
            }
            continuation.finish()
        }
        var seen: [Int] = []
        for await _ in announced {
            if let version = mailbox.take()?.version { seen.append(version) }
        }
        await writer.value
        #expect(seen.last == 2000 && seen == seen.sorted())
    }
}
