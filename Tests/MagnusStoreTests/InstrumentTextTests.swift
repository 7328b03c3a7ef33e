import MagnusDomain
import MagnusQuant
import Testing

@testable import MagnusStore

@Suite struct InstrumentTextTests {
    private static func contract(_ change: (inout OptionContract) -> Void) -> Instrument {
        var contract = koPut
        change(&contract)
        return .option(contract)
    }

    static let plain: [Instrument] = [
        .stock(symbol: "BRK.B"), .stock(symbol: "BRK/B"), .option(koPut),
        contract {
            $0.right = .call; $0.style = .european; $0.settlement = .cashMorning; $0.deliverable = .cash
        },
        contract {
            $0.settlement = .cashAfternoon; $0.deliverable = .shares(10); $0.multiplier = 10
        },
        contract {
            $0.expiry = CalendarDate(daysSinceEpoch: -12); $0.strikeThousandths = 0
        },
        contract {
            $0.root = "KO1"; $0.strikeThousandths = 1_234_567
        },
    ]
    static let others: [Instrument] = [
        .stock(symbol: "A\"B"), .stock(symbol: "Ü"), .stock(symbol: "A\\B"),
        contract { $0.deliverable = .unknown },
        contract { $0.deliverable = .adjusted(shares: 20, symbol: "X", cash: Money(tenThousandths: 5)) },
        contract { $0.root = "K\tO" },
    ]

    @Test(arguments: plain) func whatTheCoderWritesIsWrittenAndReadWithoutIt(instrument: Instrument) throws {
        let text = try StoredJSON.text(InstrumentRecord(instrument))
        #expect(InstrumentText.text(instrument) == text)
        #expect(InstrumentText.instrument(text) == instrument)
    }

    @Test(arguments: others) func whatNeedsTheCoderIsLeftToIt(instrument: Instrument) throws {
        #expect(InstrumentText.text(instrument) == nil)
        #expect(InstrumentText.instrument(try StoredJSON.text(InstrumentRecord(instrument))) == nil)
    }

    /// A text cut or changed anywhere is read as the coder reads it, or left to it.
    @Test func damagedTextsAreNotGuessed() throws {
        let text = try StoredJSON.text(InstrumentRecord(.option(koPut)))
        for end in 0..<text.utf8.count { #expect(InstrumentText.instrument(String(text.prefix(end))) == nil) }
        #expect(InstrumentText.instrument(text + " ") == nil)
        for place in 0..<text.utf8.count {
            for byte: UInt8 in [0x20, 0x22, 0x2D, 0x30, 0x39, 0x5C, 0x7B] {
                var bytes = Array(text.utf8)
                bytes[place] = byte
                let changed = String(decoding: bytes, as: UTF8.self)
                guard let found = InstrumentText.instrument(changed) else { continue }
                let record = try StoredJSON.value(InstrumentRecord.self, from: changed, table: "t", id: "i")
                #expect(try record.instrument(id: "i") == found, "\(changed)")
            }
        }
    }
}
