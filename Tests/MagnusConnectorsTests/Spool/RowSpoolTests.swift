import Foundation
import MagnusDomain
import Testing

@testable import MagnusConnectors

/// Rows beyond what memory should hold lie in a file without a name.
@Suite struct RowSpoolTests {
    private func row(_ number: Int) -> ImportedRow {
        let contract = OptionContract(
            root: "KO1", underlying: "KO", expiry: CalendarDate(daysSinceEpoch: 20_000 + number % 900), right: .put,
            strikeThousandths: 1000 + number, style: .american, settlement: .physical, multiplier: 100,
            deliverable: .adjusted(shares: 33, symbol: "KO", cash: Money(tenThousandths: Int64(number))))
        let event = LedgerEvent(
            id: "id-\(number)", account: "a\(number % 3)", time: Instant(nanosecondsSinceEpoch: Int64(number) * 7 - 9),
            kind: LedgerEventKind.allCases[number % LedgerEventKind.allCases.count],
            effect: [.opening, .closing, .automatic][number % 3],
            instrument: number % 5 == 0 ? nil : number % 2 == 0 ? .stock(symbol: "BRK/B") : .option(contract),
            quantity: Quantity(millionths: Int64(number - 50)),
            price: number % 4 == 0 ? nil : Money(tenThousandths: Int64(number)),
            amount: Money(tenThousandths: -Int64(number)), fees: Money(tenThousandths: .min + 1),
            orderIdentifier: number % 2 == 0 ? nil : "#\(number)",
            details: String(repeating: "ä€ ", count: number % 90), source: "file\(number % 2).csv",
            line: number % 7 == 0 ? nil : number)
        return ImportedRow(
            event: event, side: [.stated, .removesHolding, .delivers][number % 3],
            identity: RowIdentity(value: .max - UInt64(number)), brokerAccount: number % 6 == 0 ? nil : "U\(number % 4)"
        )
    }

    private func expectSame(_ rows: ImportedRows, _ count: Int) {
        for number in 0..<count {
            let (found, wanted) = (rows[number], row(number))
            guard
                found.event == wanted.event && found.side == wanted.side && found.identity == wanted.identity
                    && found.brokerAccount == wanted.brokerAccount
            else {
                Issue.record("row \(number): \(found)")
                return
            }
        }
    }

    @Test func everyRowComesBackFromTheFileAsItWas() {
        var rows = ImportedRows(spool: RowSpool(residentLimit: 200_000))
        for number in 0..<20_000 { rows.append(row(number)) }
        #expect(rows.fileSize > 2_000_000)
        expectSame(rows, 20_000)
        // Out of order, each block anew.
        for number in 0..<2000 {
            let place = number * 7919 % 20_000
            #expect(rows[place].event.id == "id-\(place)")
        }
    }

    @Test func aChangedRowLeavesCopiesAsTheyWere() {
        var rows = ImportedRows(spool: RowSpool(residentLimit: 0))
        for number in 0..<3000 { rows.append(row(number)) }
        let copy = rows
        rows[1].event.fees = Money(tenThousandths: 42)
        #expect(rows[1].event.fees == Money(tenThousandths: 42) && copy[1].event == row(1).event)
        #expect(rows.selected([2, 0]).map(\.event.id) == ["id-2", "id-0"])
        expectSame(copy, 3000)
    }

    @Test func withoutAFolderForItEverythingStaysInMemory() {
        var rows = ImportedRows(spool: RowSpool(residentLimit: 0, folders: ["/nonexistent/folder"]))
        for number in 0..<3000 { rows.append(row(number)) }
        #expect(rows.fileSize == 0 && rows.failure == nil)
        expectSame(rows, 3000)
    }

    /// A full disk while rows are written is no end of the import.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func aFolderThatTakesNothingIsNotUsed() {
        // No folder at all but a device: neither kind of file can be made in it.
        var rows = ImportedRows(spool: RowSpool(residentLimit: 0, folders: ["/dev/full"]))
        for number in 0..<3000 { rows.append(row(number)) }
        #expect(rows.fileSize == 0)
        expectSame(rows, 3000)
    }

    @Test func theFileHasNoName() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "spool-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var rows = ImportedRows(spool: RowSpool(residentLimit: 0, folders: [folder]))
        for number in 0..<3000 { rows.append(row(number)) }
        #expect(rows.fileSize > 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        expectSame(rows, 3000)
    }

    /// What a disk no longer gives back is said, and nothing is made up in its place.
    @Test func aFileThatCannotBeReadBackIsSaid() throws {
        var blocks = RecordBlocks(residentLimit: 0)
        let record = [UInt8](repeating: 7, count: 30_000)
        let places = (0..<20).map { _ in blocks.append(record) }
        #expect(blocks.fileSize > 0 && blocks.failure == nil)
        #expect(ftruncate(blocks.descriptor, 0) == 0)
        #expect(blocks.read(places[0]) { _ in true } == nil)
        #expect(blocks.failure != nil)
        // What is still in memory is there.
        #expect(blocks.read(places[19]) { $0.first } == 7)
        blocks.close()
    }

    @Test func aListOfEventsIsWhatItsEventsAre() {
        let events = (0..<50).map { row($0).event }
        #expect(Array(LedgerEventList(events)) == events)
        #expect(LedgerEventList(events) == LedgerEventList(events) && LedgerEventList(events) != [events[0]])
    }
}
