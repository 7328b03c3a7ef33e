import MagnusDesk
import MagnusDomain
import MagnusTerminal

/// Texts of the last frames, so that a frame costs what changed and not what is shown.
///
/// A row is known by its id and the values it was written from: as long as they are the same, its cells are. A message of
/// the conversation is wrapped once for a width. Frames are the same with and without a cache; it belongs to one screen and
/// to the actor that draws it.
public final class FrameCache {
    /// What the texts of all rows depend on besides the rows.
    private struct RowContext: Equatable {
        var columns: [PositionColumn]
        var format: FigureFormat
        var isUnicode: Bool
        var today: CalendarDate
    }

    private struct MessageContext: Equatable {
        var columns: Int
        var format: FigureFormat
    }

    private struct WrappedMessage {
        var message: ChatMessage
        var isOpen: Bool
        var lines: [ChatLine]
    }

    private var rowContext: RowContext?
    private var rows: [String: (row: PositionRow, cells: [PositionCell])] = [:]
    private var messageContext: MessageContext?
    private var messages: [String: WrappedMessage] = [:]

    /// Rows whose cells were written since the beginning: for measurements.
    public private(set) var formattedRows = 0
    /// Messages that were wrapped since the beginning: for measurements.
    public private(set) var wrappedMessages = 0

    /// Entries kept of each kind; past it all are forgotten, which costs one frame.
    static let capacity = 4096

    public init() {}

    func cells(_ row: PositionRow, columns: [PositionColumn], _ writer: PositionCells) -> [PositionCell] {
        let context = RowContext(
            columns: columns, format: writer.format, isUnicode: writer.glyphs.isUnicode, today: writer.today)
        if rowContext != context || rows.count > Self.capacity {
            rows.removeAll(keepingCapacity: true)
            rowContext = context
        }
        if let known = rows[row.id], known.row == row { return known.cells }
        let cells = columns.map { writer.cell($0, row) }
        rows[row.id] = (row, cells)
        formattedRows += 1
        return cells
    }

    func lines(
        _ message: ChatMessage, columns: Int, isOpen: Bool, format: FigureFormat, _ wrap: () -> [ChatLine]
    ) -> [ChatLine] {
        let context = MessageContext(columns: columns, format: format)
        if messageContext != context || messages.count > Self.capacity {
            messages.removeAll(keepingCapacity: true)
            messageContext = context
        }
        if let known = messages[message.id], known.isOpen == isOpen, known.message == message { return known.lines }
        let lines = wrap()
        messages[message.id] = WrappedMessage(message: message, isOpen: isOpen, lines: lines)
        wrappedMessages += 1
        return lines
    }
}
