import Glibc

/// A CSV of `Tests/ReferenceVectors`, read from the source tree and never skipped: a missing file is an error.
struct ReferenceTable {
    enum Failure: Error { case unreadable(String), ragged(String, line: Int), missingColumn(String) }

    struct Row {
        let fields: [String]
        fileprivate let columns: [String: Int]

        func text(_ column: String) throws -> String {
            guard let index = columns[column] else { throw Failure.missingColumn(column) }
            return fields[index]
        }

        /// The number in a column; nil for an empty cell.
        func number(_ column: String) throws -> Double? {
            Double(try text(column))
        }

        /// The number in a column that is never empty.
        func double(_ column: String) throws -> Double {
            guard let value = try number(column) else { throw Failure.missingColumn(column) }
            return value
        }
    }

    let rows: [Row]

    init(_ name: String, file: String = #filePath) throws {
        var folder = file.split(separator: "/", omittingEmptySubsequences: false)
        // .../Tests/MagnusQuantTests/Support/ReferenceTable.swift
        folder.removeLast(3)
        let path = folder.joined(separator: "/") + "/ReferenceVectors/\(name).csv"
        guard let stream = fopen(path, "r") else { throw Failure.unreadable(path) }
        defer { fclose(stream) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&buffer, 1, buffer.count, stream)
            if count == 0 { break }
            bytes.append(contentsOf: buffer[0..<count])
        }
        var columns: [String: Int] = [:]
        var rows: [Row] = []
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
            let fields = Self.fields(of: line)
            if index == 0 {
                for (position, field) in fields.enumerated() { columns[field] = position }
            } else {
                guard fields.count == columns.count else { throw Failure.ragged(name, line: index + 1) }
                rows.append(Row(fields: fields, columns: columns))
            }
        }
        self.rows = rows
    }

    private static func fields(of line: ArraySlice<UInt8>) -> [String] {
        var fields: [String] = []
        var field: [UInt8] = []
        var quoted = false
        for byte in line where byte != UInt8(ascii: "\r") {
            if byte == UInt8(ascii: "\"") {
                quoted.toggle()
            } else if byte == UInt8(ascii: ","), !quoted {
                fields.append(String(decoding: field, as: UTF8.self))
                field.removeAll(keepingCapacity: true)
            } else {
                field.append(byte)
            }
        }
        fields.append(String(decoding: field, as: UTF8.self))
        return fields
    }
}
