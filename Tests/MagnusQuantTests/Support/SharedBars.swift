import Glibc
import MagnusQuant

/// Daily and minute bars of the shared data folder, read in place; tests of them are skipped where it is absent.
struct SharedBars {
    var bars: [HistoricalVolatility.Bar] = []
    var volumes: [Double] = []

    static let root = getenv("MAGNUS_SHARED_DATA").map { String(cString: $0) } ?? "../shared/data"

    static func isPresent(_ path: String) -> Bool { access(root + "/" + path, R_OK) == 0 }

    /// A CSV with a header and the columns time, open, high, low, close, volume.
    init(_ path: String) {
        guard let stream = fopen(Self.root + "/" + path, "r") else { return }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, stream)
            if count == 0 { break }
            bytes.append(contentsOf: buffer[0..<count])
        }
        for line in bytes.split(separator: UInt8(ascii: "\n")).dropFirst() {
            let cells = line.split(separator: UInt8(ascii: ",")).map {
                Double(String(decoding: $0.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self))
            }
            guard cells.count >= 6, let open = cells[1], let high = cells[2], let low = cells[3], let close = cells[4],
                let volume = cells[5]
            else { continue }
            bars.append(HistoricalVolatility.Bar(open: open, high: high, low: low, close: close))
            volumes.append(volume)
        }
    }

    var closes: [Double] { bars.map(\.close) }
}
