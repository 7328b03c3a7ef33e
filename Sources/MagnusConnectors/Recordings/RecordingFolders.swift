import FoundationEssentials
import MagnusDomain

/// Reads folders of recorded market data: unpacked Lean folders and Magnus's own CSV files, mixed as they come.
public enum RecordingFolders {
    /// Files below the named folders at most.
    public static let fileLimit = 100_000
    /// Bytes of one recorded file at most; larger ones are ignored with a reason.
    public static let fileSizeLimit = 256_000_000
    private static let depthLimit = 12

    /// Reads everything below the paths, folders or single files, in order of name; several recordings of one
    /// instrument are merged, later paths win.
    /// - Parameter days: only rows of these New York days.
    /// - Throws: ``RecordingError``; faulty rows and foreign files are part of the result.
    public static func load(
        _ paths: [String], days: ClosedRange<CalendarDate>? = nil
    ) throws(RecordingError) -> RecordingLoad {
        var load = RecordingLoad()
        var all: [Instrument: Recording] = [:]
        for path in paths {
            let found = load.files
            var archives = 0
            for file in try files(below: path) {
                if file.hasSuffix(".zip") {
                    archives += 1
                    load.ignore(path: file, reason: "zipped: unpack it with Scripts/unpack-lean")
                } else {
                    read(file, days: days, into: &all, load: &load)
                }
            }
            if load.files == found {
                throw archives > 0 ? .onlyArchives(path: path) : .nothingRecorded(path: path)
            }
        }
        load.series = all.values.map { series in
            var series = series
            series.order()
            return series
        }
        .filter { !$0.quotes.isEmpty || !$0.trades.isEmpty || !$0.openInterest.isEmpty || !$0.dailyBars.isEmpty }
        .sorted { order($0.instrument) < order($1.instrument) }
        guard !load.series.isEmpty else { throw .nothingRecorded(path: paths.joined(separator: ", ")) }
        return load
    }

    private static func order(_ instrument: Instrument) -> (Int, String) {
        switch instrument {
        case .stock(let symbol): (0, symbol)
        case .option(let contract): (1, contract.osi)
        }
    }

    private static func read(
        _ path: String, days: ClosedRange<CalendarDate>?, into all: inout [Instrument: Recording],
        load: inout RecordingLoad
    ) {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        guard name.hasSuffix(".csv") else { return load.ignore(path: path, reason: "not a .csv file") }
        let bytes: [UInt8]
        do throws(ImportError) {
            var collected: [UInt8] = []
            try FileBytes.forEachPiece(ofFile: path, limit: fileSizeLimit) { collected += $0 }
            bytes = collected
        } catch {
            return load.ignore(path: path, reason: error.message)
        }
        if PlainRecording.isHeader(bytes) {
            load.files += 1
            PlainRecording.read(bytes, path: path, days: days, into: &all, load: &load)
        } else if let lean = LeanFileName(name), lean.fits(bytes) {
            load.files += 1
            // Taken out while it grows, so that its lists are not copied.
            var series = all.removeValue(forKey: lean.instrument) ?? Recording(instrument: lean.instrument)
            LeanRows(name: lean, days: days).read(bytes, path: path, into: &series, load: &load)
            all[lean.instrument] = series
        } else {
            load.ignore(path: path, reason: "neither the name of a Lean file nor the header of a recording")
        }
    }

    /// Regular files below a path, by name.
    private static func files(below path: String) throws(RecordingError) -> [String] {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw .notFound(path: path)
        }
        guard isFolder else { return [path] }
        var result: [String] = []
        try collect(path, depth: 0, root: path, into: &result)
        return result
    }

    private static func collect(
        _ folder: String, depth: Int, root: String, into result: inout [String]
    ) throws(RecordingError) {
        guard depth <= depthLimit else { return }
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw .unreadable(path: folder, reason: "its contents cannot be listed")
        }
        for name in names.sorted() where !name.hasPrefix(".") {
            let path = folder + "/" + name
            var isFolder = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { continue }
            if isFolder {
                try collect(path, depth: depth + 1, root: root, into: &result)
            } else {
                guard result.count < fileLimit else { throw .tooManyFiles(path: root) }
                result.append(path)
            }
        }
    }
}
