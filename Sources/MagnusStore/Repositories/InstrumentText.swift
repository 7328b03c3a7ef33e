import MagnusDomain
import MagnusQuant

/// The JSON of an instrument without a JSON coder: ten years of trades hold ten thousand contracts, and each would cost
/// more than everything else of its row. Only the very text that ``StoredJSON`` writes of plain contracts is known here;
/// every other goes through the coder.
enum InstrumentText {
    /// What ``StoredJSON/text(_:)`` of an ``InstrumentRecord`` gives; nil for what needs the coder.
    static func text(_ instrument: Instrument) -> String? {
        switch instrument {
        case .stock(let symbol):
            guard isPlain(symbol) else { return nil }
            return #"{"kind":"stock","symbol":""# + symbol + #""}"#
        case .option(let contract):
            guard isPlain(contract.root), isPlain(contract.underlying) else { return nil }
            var text = #"{"deliverable":"#
            switch contract.deliverable {
            case .shares(let count): text += #"{"shares":{"_0":\#(count)}}"#
            case .cash: text += #"{"cash":{}}"#
            case .adjusted, .unknown: return nil
            }
            text += #","expiryDay":\#(contract.expiry.daysSinceEpoch),"kind":"option""#
            text += #","multiplier":\#(contract.multiplier),"right":"\#(contract.right == .call ? "call" : "put")""#
            text += #","root":"\#(contract.root)","settlement":"\#(contract.settlement.rawValue)""#
            text += #","strikeThousandths":\#(contract.strikeThousandths)"#
            text += #","style":"\#(contract.style == .european ? "european" : "american")""#
            text += #","symbol":"\#(contract.underlying)"}"#
            return text
        }
    }

    /// The instrument of such a text; nil for every other text, however valid.
    static func instrument(_ text: String) -> Instrument? {
        var text = text
        return text.withUTF8 { bytes in
            var reader = Reader(bytes: bytes)
            guard let instrument = reader.takes(#"{"kind":"stock","#) ? stock(&reader) : option(&reader),
                reader.place == bytes.count
            else { return nil }
            return instrument
        }
    }

    private static func stock(_ reader: inout Reader) -> Instrument? {
        guard reader.takes(#""symbol":""#), let symbol = reader.plainText(), reader.takes("}") else { return nil }
        return .stock(symbol: symbol)
    }

    private static func option(_ reader: inout Reader) -> Instrument? {
        guard reader.takes(#"{"deliverable":"#) else { return nil }
        let deliverable: Deliverable
        if reader.takes(#"{"shares":{"_0":"#) {
            guard let count = reader.integer(), reader.takes("}}") else { return nil }
            deliverable = .shares(count)
        } else {
            guard reader.takes(#"{"cash":{}}"#) else { return nil }
            deliverable = .cash
        }
        guard reader.takes(#","expiryDay":"#), let day = reader.integer(),
            reader.takes(#","kind":"option","multiplier":"#), let multiplier = reader.integer(),
            reader.takes(#","right":""#), let right = reader.either("call\"", "put\""),
            reader.takes(#","root":""#), let root = reader.plainText(),
            reader.takes(#","settlement":""#), let settlement = reader.plainText().flatMap(Settlement.init(rawValue:)),
            reader.takes(#","strikeThousandths":"#), let strike = reader.integer(),
            reader.takes(#","style":""#), let style = reader.either("american\"", "european\""),
            reader.takes(#","symbol":""#), let symbol = reader.plainText(), reader.takes("}")
        else { return nil }
        return .option(
            OptionContract(
                root: root, underlying: symbol, expiry: CalendarDate(daysSinceEpoch: day),
                right: right ? .call : .put, strikeThousandths: strike, style: style ? .american : .european,
                settlement: settlement, multiplier: multiplier, deliverable: deliverable))
    }

    /// Whether a text needs no escapes in JSON.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
    }

    private struct Reader {
        let bytes: UnsafeBufferPointer<UInt8>
        var place = 0

        /// Steps over a text when it is the next.
        mutating func takes(_ text: StaticString) -> Bool {
            let count = text.utf8CodeUnitCount
            guard bytes.count - place >= count else { return false }
            for offset in 0..<count where bytes[place + offset] != text.utf8Start[offset] { return false }
            place += count
            return true
        }

        /// True for the first, false for the second, nil for neither.
        mutating func either(_ first: StaticString, _ second: StaticString) -> Bool? {
            takes(first) ? true : takes(second) ? false : nil
        }

        /// Up to the closing quote, which is stepped over.
        mutating func plainText() -> String? {
            var end = place
            while end < bytes.count, bytes[end] != 0x22 {
                guard (0x20...0x7E).contains(bytes[end]), bytes[end] != 0x5C else { return nil }
                end += 1
            }
            guard end < bytes.count else { return nil }
            defer { place = end + 1 }
            return String(decoding: bytes[place..<end], as: UTF8.self)
        }

        mutating func integer() -> Int? {
            let isNegative = place < bytes.count && bytes[place] == 0x2D
            if isNegative { place += 1 }
            let begin = place
            var value = 0
            while place < bytes.count, (0x30...0x39).contains(bytes[place]) {
                guard place - begin < 17 else { return nil }
                value = value * 10 + Int(bytes[place] - 0x30)
                place += 1
            }
            guard place > begin, place - begin == 1 || bytes[begin] != 0x30 else { return nil }
            return isNegative ? -value : value
        }
    }
}
