import MagnusDomain
import MagnusQuant
import Synchronization

/// Rows as bytes, in bounded memory. Rows are added and never changed; several lists may share a spool.
final class RowSpool: Sendable {
    private struct State {
        var blocks: RecordBlocks
        var packed = PackedBytes()
        /// Texts that nearly every row repeats: account, file, broker's account.
        var texts: [String] = []
        var numbers: [String: Int32] = [:]

        mutating func number(_ text: String) -> Int32 {
            if let known = numbers[text] { return known }
            let number = Int32(clamping: texts.count)
            texts.append(text)
            numbers[text] = number
            return number
        }
    }

    private let state: Mutex<State>

    init(residentLimit: Int? = nil, folders: [String]? = nil) {
        let blocks = RecordBlocks(
            residentLimit: residentLimit ?? 8_000_000, folders: folders ?? RecordBlocks.temporaryFolders)
        state = Mutex(State(blocks: blocks))
    }

    deinit {
        state.withLock { $0.blocks.close() }
    }

    /// Why a row could not be read back from the temporary file; rows read since are not to be used.
    var failure: String? { state.withLock { $0.blocks.failure } }

    /// Bytes that lie in the temporary file.
    var fileSize: Int { state.withLock { $0.blocks.fileSize } }

    func append(_ row: ImportedRow) -> RecordPlace {
        state.withLock { state in
            state.packed.clear()
            let event = row.event
            state.packed.put(state.number(event.account))
            state.packed.put(state.number(event.source))
            state.packed.put(row.brokerAccount.map { state.number($0) })
            state.packed.put(row.identity.value)
            state.packed.put(row.side.rawValue)
            Self.put(event, &state.packed)
            return state.blocks.append(state.packed.bytes)
        }
    }

    func row(at place: RecordPlace) -> ImportedRow {
        state.withLock { state in
            let texts = state.texts
            return state.blocks.read(place) { Self.row($0, texts) } ?? .unreadable
        }
    }

    private static let kinds = LedgerEventKind.allCases
    private static let settlements = Settlement.allCases

    private static func put(_ event: LedgerEvent, _ packed: inout PackedBytes) {
        packed.put(event.time.nanosecondsSinceEpoch)
        packed.put(UInt8(kinds.firstIndex(of: event.kind) ?? 0))
        switch event.effect {
        case .opening: packed.put(UInt8(0))
        case .closing: packed.put(UInt8(1))
        case .automatic: packed.put(UInt8(2))
        }
        packed.put(event.quantity.millionths)
        packed.put(event.price?.tenThousandths)
        packed.put(event.amount.tenThousandths)
        packed.put(event.fees.tenThousandths)
        packed.put(event.statedProfit?.tenThousandths)
        packed.put(event.line)
        packed.put(event.id)
        packed.put(event.orderIdentifier)
        packed.put(event.details)
        switch event.instrument {
        case nil: packed.put(UInt8(0))
        case .stock(let symbol):
            packed.put(UInt8(1))
            packed.put(symbol)
        case .option(let contract):
            packed.put(UInt8(2))
            put(contract, &packed)
        }
    }

    private static func put(_ contract: OptionContract, _ packed: inout PackedBytes) {
        packed.put(contract.root)
        packed.put(contract.underlying)
        packed.put(Int32(clamping: contract.expiry.daysSinceEpoch))
        packed.put(contract.right.rawValue)
        packed.put(contract.style.rawValue)
        packed.put(UInt8(settlements.firstIndex(of: contract.settlement) ?? 0))
        packed.put(contract.strikeThousandths)
        packed.put(contract.multiplier)
        switch contract.deliverable {
        case .shares(let count):
            packed.put(UInt8(0))
            packed.put(count)
        case .cash: packed.put(UInt8(1))
        case .unknown: packed.put(UInt8(2))
        case .adjusted(let shares, let symbol, let cash):
            packed.put(UInt8(3))
            packed.put(shares)
            packed.put(symbol)
            packed.put(cash.tenThousandths)
        }
    }

    private static func row(_ bytes: UnsafeRawBufferPointer, _ texts: [String]) -> ImportedRow {
        var packed = UnpackedBytes(bytes)
        let account = texts[Int(packed.number(Int32.self))]
        let source = texts[Int(packed.number(Int32.self))]
        let brokerAccount = packed.optionalNumber(Int32.self).map { texts[Int($0)] }
        let identity = RowIdentity(value: packed.number())
        let side = ImportedRow.Side(rawValue: packed.number()) ?? .stated
        let time = Instant(nanosecondsSinceEpoch: packed.number())
        let kind = kinds[Int(packed.number(UInt8.self))]
        let effect: PositionEffect =
            switch packed.number(UInt8.self) {
            case 0: .opening
            case 1: .closing
            default: .automatic
            }
        let quantity = Quantity(millionths: packed.number())
        let price = packed.optionalNumber(Int64.self).map { Money(tenThousandths: $0) }
        let amount = Money(tenThousandths: packed.number())
        let fees = Money(tenThousandths: packed.number())
        let statedProfit = packed.optionalNumber(Int64.self).map { Money(tenThousandths: $0) }
        let line = packed.optionalNumber(Int.self)
        let identifier = packed.text()
        let order = packed.optionalText()
        let details = packed.text()
        let instrument: Instrument? =
            switch packed.number(UInt8.self) {
            case 1: .stock(symbol: packed.text())
            case 2: .option(contract(&packed))
            default: nil
            }
        let event = LedgerEvent(
            id: identifier, account: account, time: time, kind: kind, effect: effect, instrument: instrument,
            quantity: quantity, price: price, amount: amount, fees: fees, statedProfit: statedProfit,
            orderIdentifier: order, details: details, source: source, line: line)
        return ImportedRow(event: event, side: side, identity: identity, brokerAccount: brokerAccount)
    }

    private static func contract(_ packed: inout UnpackedBytes) -> OptionContract {
        let root = packed.text()
        let underlying = packed.text()
        let expiry = CalendarDate(daysSinceEpoch: Int(packed.number(Int32.self)))
        let right = OptionRight(rawValue: packed.number()) ?? .call
        let style = ExerciseStyle(rawValue: packed.number()) ?? .american
        let settlement = settlements[Int(packed.number(UInt8.self))]
        let strike = packed.number(Int.self)
        let multiplier = packed.number(Int.self)
        let deliverable: Deliverable =
            switch packed.number(UInt8.self) {
            case 0: .shares(packed.number(Int.self))
            case 1: .cash
            case 2: .unknown
            default:
                .adjusted(
                    shares: packed.number(Int.self), symbol: packed.text(), cash: Money(tenThousandths: packed.number())
                )
            }
        return OptionContract(
            root: root, underlying: underlying, expiry: expiry, right: right, strikeThousandths: strike, style: style,
            settlement: settlement, multiplier: multiplier, deliverable: deliverable)
    }
}
